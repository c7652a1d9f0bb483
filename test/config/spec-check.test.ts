// Entries against a connection spec: every kind of fault, at the field that has to change, worded for whoever wrote it.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placeTellings } from '../../src/config/entry-places.ts';
import { checkEntries, oversizedLogins } from '../../src/config/spec-check.ts';
import { outlineSpec } from '../../src/config/spec-outline.ts';
import type { ConnectionSpec } from '../../src/core/connection-spec.ts';
import type { Json } from '../../src/core/connection.ts';
import { diagnosticText } from '../../src/report/diagnostics.ts';
import { plain } from '../../src/report/page.ts';
import { anEntry } from '../support/builders.ts';
import { LOGIN, listOf, loaded } from './workspace.ts';

const BASIC = 'Basic Authentication';
const text: Json = { type: 'string' };
const properties = {
  server: text,
  database: text,
  username: text,
  password: { ...text, format: 'password' },
};

function specOf(schema: Json, name = BASIC): ConnectionSpec {
  return { id: 'spec-1', version: '1.0', logins: [{ name, schema }] };
}

/** What is told about a list, as a person reads it. */
async function toldOf(spec: ConnectionSpec, yaml: string): Promise<string> {
  const { desired, files, cwd } = await loaded({ 'connections.yaml': yaml });
  const { placed, unusable } = checkEntries(spec, desired);
  const told = await placeTellings(placed, { files, cwd });
  return diagnosticText([...told, ...unusable], plain);
}

const login = `name: Orders\n${LOGIN}`;

describe('an entry that fits', () => {
  it('is told nothing', async () => {
    const schema: Json = {
      type: 'object',
      properties,
      required: ['server', 'database', 'username', 'password'],
    };
    expect(await toldOf(specOf(schema), listOf(login))).toBe('');
  });

  it('may have a secret that no placeholder fits', async () => {
    const schema: Json = { properties: { password: { pattern: '^x{40}$', maxLength: 1, type: 'object' } } };
    expect(await toldOf(specOf(schema), listOf(login))).toBe('');
  });
});

describe('a fault', () => {
  it.each<{ name: string; schema: Json; entry: string; place: string; says: string; hint: string }>([
    {
      name: 'a required field of the entry',
      schema: { required: ['server'] },
      entry: 'name: Orders\nsandbox: prod\nspecName: Basic Authentication\nconnectionString: { env: C }',
      place: '3:5',
      says: 'error: "Basic Authentication" asks for `server`, which the entry does not have',
      hint: 'write `server`, or choose the way to log in with `specName`',
    },
    {
      name: 'a required field of params',
      schema: { required: ['schema'] },
      entry: login,
      place: '3:5',
      says: 'error: "Basic Authentication" asks for `schema`, which the entry does not have',
      hint: 'write `schema` below `params`',
    },
    {
      name: 'a required field further down',
      schema: { properties: { ssl: { required: ['mode'] } } },
      entry: `${login}\nparams: { ssl: { on: true } }`,
      place: '3:5',
      says: 'asks for `mode`',
      hint: 'write `mode` below `params.ssl`',
    },
    {
      name: 'a required field that follows from another',
      schema: { dependencies: { server: ['region'] } },
      entry: login,
      place: '3:5',
      says: 'asks for `region`',
      hint: 'write `region` below `params`',
    },
    {
      name: 'a second secret',
      schema: { required: ['securityToken'] },
      entry: login,
      place: '3:5',
      says: 'asks for `securityToken`',
      hint: 'choose another way to log in with `specName`, or report it',
    },
    {
      name: 'a field that is ours and not sent',
      schema: { required: ['port'] },
      entry: login,
      place: '3:5',
      says: 'asks for `port`',
      hint: 'choose another way to log in with `specName`, or report it',
    },
    {
      name: 'a value that is none of those known',
      schema: { properties: { authenticationType: { enum: ['Basic', 'Kerberos'] } } },
      entry: `${login}\nauthenticationType: Kerberso`,
      place: '9:25',
      says: 'error: `authenticationType` has to be one of `Basic`, `Kerberos`',
      hint: 'did you mean `Kerberos`?',
    },
    {
      name: 'a value that is none of very many',
      schema: { properties: { params: {}, level: { enum: Array.from({ length: 12 }, (_, at) => at) } } },
      entry: `${login}\nparams: { level: xxxx }`,
      place: '9:22',
      says: '`params.level` has to be one of `0`, `1`, `2`, `3`, `4`, `5`, `6`, `7`, `8`, `9`, …',
      hint: 'write one of them',
    },
    {
      name: 'a value that is not the only one',
      schema: { properties: { authenticationType: { const: 'X509' } } },
      entry: login,
      place: '3:5',
      says: '`authenticationType` has to be `X509`',
      hint: 'write `X509`',
    },
    {
      name: 'a number in the place of text',
      schema: { properties: { level: text } },
      entry: `${login}\nparams:\n  level: 7`,
      place: '10:14',
      says: 'error: `params.level` has to be text, not a number',
      hint: 'put it in quotes: "7"',
    },
    {
      name: 'a flag in the place of text',
      schema: { properties: { level: text } },
      entry: `${login}\nparams: { level: true }`,
      place: '9:22',
      says: '`params.level` has to be text, not true or false',
      hint: 'put it in quotes: "true"',
    },
    {
      name: 'text in the place of something else',
      schema: { properties: { level: { type: ['integer', 'null'] } } },
      entry: `${login}\nparams: { level: x }`,
      place: '9:22',
      says: '`params.level` has to be a whole number or empty, not text',
      hint: 'write a whole number or empty',
    },
    {
      name: 'nothing in the place of something',
      schema: { properties: { level: { type: 'object' } } },
      entry: `${login}\nparams: { level: null }`,
      place: '9:22',
      says: '`params.level` has to be a mapping, not empty',
      hint: 'write a mapping',
    },
    {
      name: 'a mapping in the place of text',
      schema: { properties: { level: text } },
      entry: `${login}\nparams:\n  level:\n    a: 1`,
      place: '10:7',
      says: '`params.level` has to be text, not a mapping',
      hint: 'write text',
    },
    {
      name: 'an item of a list',
      schema: { properties: { levels: { items: { type: 'string' } } } },
      entry: `${login}\nparams: { levels: [a, 7] }`,
      place: '9:27',
      says: '`params.levels.1` has to be text, not a number',
      hint: 'put it in quotes: "7"',
    },
    {
      name: 'a form',
      schema: { properties: { server: { pattern: '^[a-z.]+:[0-9]+$' } } },
      entry: login,
      place: '5:13',
      says: '`server` does not have the form that the platform asks for',
      hint: 'correct the value',
    },
    ...(
      [
        ['minLength', 40, 'has to have at least 40 characters'],
        ['maxLength', 2, 'has to have at most 2 characters'],
      ] as const
    ).map(([keyword, limit, says]) => ({
      ...{ name: keyword, schema: { properties: { database: { [keyword]: limit } } }, entry: login },
      ...{ place: '6:15', says: `\`database\` ${says}`, hint: 'correct the value' },
    })),
    ...(
      [
        ['minimum', 8, 'has to be 8 or more'],
        ['maximum', 6, 'has to be 6 or less'],
        ['exclusiveMinimum', 7, 'has to be more than 7'],
        ['exclusiveMaximum', 7, 'has to be less than 7'],
      ] as const
    ).map(([keyword, limit, says]) => ({
      ...{
        name: keyword,
        schema: { properties: { level: { [keyword]: limit } } },
        entry: `${login}\nparams: { level: 7 }`,
      },
      ...{ place: '9:22', says: `\`params.level\` ${says}`, hint: 'correct the value' },
    })),
    {
      name: 'alternatives of the whole login',
      schema: { oneOf: [{ required: ['a'] }, { required: ['b'] }] },
      entry: login,
      place: '3:5',
      says: 'the login of the entry fits none of the alternatives',
      hint: 'compare with the connection spec',
    },
    {
      name: 'any other rule',
      schema: { not: { required: ['server'] } },
      entry: login,
      place: '3:5',
      says: 'the login of the entry breaks a rule of the platform: not',
      hint: 'compare with the connection spec',
    },
    {
      name: 'a field that the spec forbids',
      schema: { properties: { ...properties, authenticationType: text }, additionalProperties: false },
      entry: `${login}\nparams: { certificateCommonName: db2 }`,
      place: '9:15',
      says: 'warning: the platform does not know `params.certificateCommonName` for "Basic Authentication"',
      hint: 'remove it, or correct its name',
    },
    {
      name: 'a name that the spec forbids',
      schema: { propertyNames: { maxLength: 18 } },
      entry: `${login}\nparams: { certificateCommonName: db2 }`,
      place: '9:15',
      says: 'warning: the platform does not know `params.certificateCommonName`',
      hint: 'remove it',
    },
    {
      name: 'our secret, where the spec forbids it',
      schema: {
        properties: { server: text, database: text, username: text, authenticationType: text },
        additionalProperties: false,
      },
      entry: login,
      place: '8:5',
      says: 'warning: the platform does not know `password`',
      hint: 'remove it',
    },
  ])('of $name is told where it is', async ({ schema, entry, place, says, hint }) => {
    const told = await toldOf(specOf(schema), listOf(entry));
    expect(told.split('\n')[0]).toContain(`connections.yaml:${place}: `);
    expect(told).toContain(says);
    expect(told).toContain(`hint: ${hint}`);
    expect(told).toContain('entry: prod/Orders');
    expect(told).not.toContain('placeholder');
    expect(told.match(/: (?:error|warning): /g)).toHaveLength(1);
  });

  it('is told once where a default is at fault, at the default', async () => {
    const yaml = `version: 1
defaults:
  sandbox: prod
  authenticationType: Kerberos
  params: { level: 7 }
connections:
  - { name: A, server: a, database: A, username: u, password: { env: P } }
  - { name: B, server: b, database: B, username: u, password: { env: P }, params: { other: 1 } }
  - { name: C, sandboxes: [dev, stage], server: c, database: C, username: u, password: { env: P }, params: { level: 8 } }
`;
    const schema: Json = { properties: { authenticationType: { const: 'Basic' }, level: text } };
    const told = await toldOf(specOf(schema), yaml);
    const places = told.split('\n').filter((line) => line.includes('error: '));
    expect(places.map((line) => line.split(': ')[0])).toEqual([
      'connections.yaml:4:23',
      'connections.yaml:5:20',
      'connections.yaml:9:117',
    ]);
    expect(told).toContain('entry: prod/A');
    expect(told).toContain('entry: dev/C');
  });
});

describe('the name of a way to log in', () => {
  const spec: ConnectionSpec = {
    ...specOf({}),
    logins: [BASIC, 'Service Account'].map((name) => ({ name, schema: {} })),
  };

  it.each([
    { given: 'Basic Authentification', place: '9:15', hint: `did you mean \`${BASIC}\`?` },
    { given: 'Kerberos', place: '9:15', hint: 'correct `specName`' },
  ])('$given is not known', async ({ given, place, hint }) => {
    const told = await toldOf(spec, listOf(`${login}\nspecName: ${given}`));
    expect(told).toContain(
      `connections.yaml:${place}: error: the platform knows no way to log in to DB2 that is called`,
    );
    expect(told).toContain(`it knows \`${BASIC}\`, \`Service Account\``);
    expect(told).toContain(`hint: ${hint}`);
  });

  it('that goes with the secret is told at the entry', async () => {
    const told = await toldOf(spec, listOf('name: Orders\nsandbox: prod\nconnectionString: { env: C }'));
    expect(told).toContain('connections.yaml:3:5: error: ');
    expect(told).toContain('`Connection String Based Authentication`');
  });

  it('has nothing to be compared with in a spec without any', async () => {
    expect(await toldOf({ ...spec, logins: [] }, listOf(login))).toContain('\n  it knows none\n');
  });
});

describe('a spec that cannot be used', () => {
  it('is told once, with its id, and no entry is blamed', async () => {
    const two = listOf(login, login.replace('Orders', 'Billing').replace('ORDERS', 'BILLING'));
    const told = await toldOf(specOf({ $ref: 'https://example.com/s.json' }), two);
    expect(told).toMatch(
      /^error: the schema of "Basic Authentication" in the connection spec spec-1 cannot be used: it refers to another document\n/,
    );
    expect(told.match(/error: /g)).toHaveLength(1);
    expect(told).not.toMatch(/\n\s+at /);
  });

  it('says what keeps it from being compiled', async () => {
    expect(await toldOf(specOf({ pattern: '(' }), listOf(login))).toContain(
      'cannot be used: Invalid regular expression',
    );
  });

  it('does not matter where no entry uses it', async () => {
    const spec = { ...specOf({}), logins: [...specOf({}).logins, { name: 'Other', schema: { type: 7 } }] };
    expect(await toldOf(spec, listOf(login))).toBe('');
  });

  it('is not looked into when it is too large', () => {
    const [found] = oversizedLogins(specOf({ title: 'x'.repeat(300_000) }));
    expect(found).toMatchObject({ severity: 'error', code: 'spec-unusable' });
    expect(found?.summary).toBe(
      'the schema of "Basic Authentication" in the connection spec spec-1 is too large',
    );
    expect(oversizedLogins(specOf({}))).toEqual([]);
  });
});

describe('places', () => {
  const telling = { code: 'sandbox-unknown', summary: 'S', fix: 'F' } as const;

  it.each([
    { name: 'the sandbox of an entry', yaml: listOf(login), place: { line: 4, column: 14 } },
    {
      name: 'the sandbox in a list',
      yaml: listOf(login.replace('sandbox: prod', 'sandboxes: [dev, prod]')),
      place: { line: 4, column: 22 },
    },
    {
      name: 'the sandbox of the defaults',
      yaml: `defaults: { sandbox: prod }\n${listOf(login.replace('sandbox: prod', 'description: D'))}`,
      place: { line: 1, column: 22 },
    },
    {
      name: 'a sandbox in a list of the defaults',
      yaml: `defaults: { sandboxes: [dev, prod] }\n${listOf(login.replace('sandbox: prod', 'description: D'))}`,
      place: { line: 1, column: 30 },
    },
  ])('are found for $name', async ({ yaml, place }) => {
    const { desired, files, cwd } = await loaded({ 'connections.yaml': yaml });
    const entry = desired.find(({ sandbox }) => sandbox === 'prod');
    const [found] = await placeTellings(
      [{ entry: entry ?? anEntry(), place: { part: 'sandbox' }, telling }],
      { files, cwd },
    );
    expect(found).toMatchObject({ key: 'prod/Orders', range: { file: 'connections.yaml', ...place } });
    expect(found?.sourceLine).toContain('prod');
  });

  it('are those that were read first when the file has changed meanwhile', async () => {
    const { desired, files, cwd } = await loaded({ 'connections.yaml': listOf(login) });
    const [file = ''] = files;
    const placed = desired.map((entry) => ({ entry, place: { part: 'sandbox' } as const, telling }));
    const first = { range: desired[0]?.range, summary: 'S' };
    writeFileSync(file, readFileSync(file, 'utf8').replace('name: Orders', 'name: Other'));
    expect(await placeTellings(placed, { files, cwd })).toMatchObject([first]);
    rmSync(join(cwd, 'connections.yaml'));
    expect(await placeTellings(placed, { files, cwd })).toMatchObject([first]);
  });

  it('are looked for only when there is something to tell', async () => {
    expect(await placeTellings([], { files: ['/does/not/exist.yaml'], cwd: '/' })).toEqual([]);
  });
});

describe('the outline of a spec', () => {
  const outline = outlineSpec(
    'P',
    specOf({ properties: { a: { x: 1, y: 2 }, b: {} }, required: ['b', 'a'] }),
  );

  it('is the same for the same spec, whatever the order of its members', () => {
    expect(
      outlineSpec('P', specOf({ required: ['b', 'a'], properties: { b: {}, a: { y: 2, x: 1 } } })),
    ).toEqual(outline);
    expect(outline.logins.get(BASIC)).toEqual({ fields: ['a', 'b'], required: ['a', 'b'] });
  });

  it.each([
    { name: 'a rule', spec: specOf({ properties: { a: { x: 1, y: 3 }, b: {} }, required: ['b', 'a'] }) },
    {
      name: 'the version',
      spec: { ...specOf({ properties: { a: { x: 1, y: 2 }, b: {} }, required: ['b', 'a'] }), version: '2.0' },
    },
  ])('is another with $name', ({ spec }) => {
    expect(outlineSpec('P', spec).sha256).not.toBe(outline.sha256);
  });
});
