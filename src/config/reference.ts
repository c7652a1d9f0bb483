// A reference to a secret: what is wrong with one, and how it becomes a SecretRef. Decides in one place what the schema
// says with `oneOf`, because the breaches of three alternatives cannot be told apart. No value is ever repeated.
import { dirname, resolve } from 'node:path';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { SecretParam } from '../core/connection.ts';
import type { SecretRef } from '../core/secret.ts';
import type { Located } from './locate.ts';
import { keySpan, stepInto, valueSpan } from './locate.ts';
import { isEnvName, REFERENCE_FIELDS, SOURCE_FIELDS } from './reference-fields.ts';
import { closest } from './suggest.ts';
import type { Source, Span } from './source.ts';
import type { Telling } from './tell.ts';
import { tellAt } from './tell.ts';
import type { Fields } from './values.ts';
import { isFields } from './values.ts';

const EXAMPLE = '{ env: NAME }, { file: path } or { exec: [command, argument] }';
const POINTER = /^(\/([^~/]|~[01])*)+$/;

/** What a fault needs to be told: the file, the field, and the entry. */
export interface ReferencePlace {
  readonly source: Source;
  readonly field: SecretParam;
  readonly located: Located;
  readonly key: string | undefined;
}

/** Everything that keeps a value from being a reference to a secret. */
export function referenceFaults(value: unknown, place: ReferencePlace): readonly Diagnostic[] {
  const { source, field, located, key } = place;
  if (!isFields(value)) return [tellAt(source, valueSpan(located), { ...plainSecret(value, field), key })];
  const found: Diagnostic[] = [];
  const at = (span: Span, telling: Telling): void => {
    found.push(tellAt(source, span, { ...telling, key }));
  };
  const spanOfWord = (command: unknown): Span => {
    const index = Array.isArray(command) ? command.findIndex((word) => typeof word !== 'string') : -1;
    return valueSpan(stepInto(source, stepInto(source, located, 'exec'), index));
  };
  const spanOfField = (name: string, ofKey = false): Span => {
    const member = stepInto(source, located, name);
    return ofKey ? keySpan(member) : valueSpan(member);
  };
  for (const name of Object.keys(value)) {
    if (!isReferenceField(name)) at(spanOfField(name, true), unknownField(name, field));
    // Undefined is what an alias without anchor leaves, which has been told.
    else if (value[name] !== undefined && !isValid(name, value[name]))
      at(name === 'exec' ? spanOfWord(value[name]) : spanOfField(name), invalid(name));
  }
  const sources = SOURCE_FIELDS.filter((name) => Object.hasOwn(value, name));
  if (sources.length === 0 && found.length === 0) at(keySpan(located), noSource(field));
  for (const second of sources.slice(1, 2)) at(spanOfField(second, true), severalSources(sources, field));
  if (Object.hasOwn(value, 'pointer') && sources[0] === 'exec')
    at(spanOfField('pointer', true), strayPointer);
  return found;
}

/** Reads a reference that has no fault. Paths are made absolute from the folder of the YAML file. */
export function readReference(value: unknown, file: string): SecretRef {
  const { env, file: path, exec, pointer }: Fields = Object.assign({}, value);
  const picked = typeof pointer === 'string' ? { pointer } : {};
  if (typeof env === 'string') return { kind: 'env', name: env, ...picked };
  if (typeof path === 'string') return { kind: 'file', path: resolve(dirname(file), path), ...picked };
  return { kind: 'exec', command: [exec].flat().map(String) };
}

function plainSecret(value: unknown, field: SecretParam): Telling {
  if (value === null) {
    return {
      code: 'schema-violation',
      summary: `\`${field}\` has no value`,
      fix: `name where it comes from: ${EXAMPLE}`,
    };
  }
  return {
    code: 'plain-secret',
    summary: `\`${field}\` is written out; it has to be a reference`,
    detail:
      'this file is shared and kept in version control, where a secret can be read by all and never be taken back',
    fix: `name where it comes from: ${EXAMPLE}; and change the ${field === 'password' ? 'password' : 'credentials'} if the file has left your machine`,
  };
}

function unknownField(name: string, field: SecretParam): Telling {
  const meant = closest(name, REFERENCE_FIELDS);
  // Only a name near to one of ours is repeated: anything else may be a password that slipped into the braces.
  return {
    code: 'unknown-field',
    summary:
      meant === undefined ? `unknown field in \`${field}\`` : `unknown field \`${name}\` in \`${field}\``,
    fix: meant === undefined ? `write ${EXAMPLE}` : `did you mean \`${meant}\`?`,
  };
}

function noSource(field: SecretParam): Telling {
  return {
    code: 'schema-violation',
    summary: `\`${field}\` does not say where it comes from`,
    fix: `write ${EXAMPLE}`,
  };
}

function severalSources(sources: readonly string[], field: SecretParam): Telling {
  return {
    code: 'schema-violation',
    summary: `\`${field}\` names several sources: ${sources.map((name) => `\`${name}\``).join(' and ')}`,
    fix: 'keep the one that holds the secret',
  };
}

const strayPointer: Telling = {
  code: 'schema-violation',
  summary: '`pointer` does not go with `exec`',
  fix: 'let the command print the secret alone, or read a JSON document with `env` or `file`',
};

function isReferenceField(name: string): name is (typeof REFERENCE_FIELDS)[number] {
  return REFERENCE_FIELDS.some((known) => known === name);
}

function isValid(name: (typeof REFERENCE_FIELDS)[number], value: unknown): boolean {
  switch (name) {
    case 'env':
      return typeof value === 'string' && isEnvName(value);
    case 'file':
      return typeof value === 'string' && value !== '' && !/[\u0000-\u001f\u007f]/.test(value);
    case 'pointer':
      return typeof value === 'string' && POINTER.test(value);
    case 'exec':
      return isCommand(value);
  }
}

function isCommand(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0 || value[0] === '') return false;
  return value.every((word) => typeof word === 'string' && !word.includes('\0'));
}

function invalid(name: (typeof REFERENCE_FIELDS)[number]): Telling {
  const [summary, fix] = INVALID[name];
  return { code: 'invalid-value', summary, fix };
}

const INVALID = {
  env: [
    '`env` has to be the name of an environment variable',
    'use letters, digits and `_` only, as in ORDERS_EU_PASSWORD; the secret itself never stands here',
  ],
  file: [
    '`file` has to be the path of a file',
    'write a path relative to this YAML file, or an absolute one',
  ],
  pointer: [
    '`pointer` has to be a JSON pointer',
    'begin with a slash, as in /orders/password; write `~1` for `/` and `~0` for `~`',
  ],
  exec: [
    '`exec` has to be a list of texts: a program and its arguments',
    'write one item for each word, as in [vault, kv, get, secret/db2]; put numbers in quotes',
  ],
} as const;
