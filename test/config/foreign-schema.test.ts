// Schemas of somebody else: what of them counts, how large they may be, and that none of them can do harm.
import { describe, expect, it } from 'vitest';
import { prepareSchema, sizeFault } from '../../src/config/foreign-schema.ts';
import { compileForeign } from '../../src/config/schema-foreign.ts';
import { isTame, tameExpression } from '../../src/config/tame-pattern.ts';
import type { Json } from '../../src/core/connection.ts';
import { success } from '../../src/core/result.ts';

/** The keywords that a value breaks, with the paths; or what is wrong with the schema. */
function check(schema: Json, value: Json): readonly string[] | string {
  const prepared = prepareSchema(schema);
  const compiled = prepared.ok ? compileForeign(prepared.value) : prepared;
  const faults = compiled.ok ? compiled.value(value) : compiled;
  return faults.ok ? faults.value.map(({ keyword, path }) => [...path, keyword].join('/')) : faults.problem;
}

function nested(depth: number): Json {
  let value: Json = {};
  for (let level = 1; level < depth; level += 1) value = { not: value };
  return value;
}

describe('a prepared schema', () => {
  it.each<{ name: string; schema: Json; value: Json; faults: string[] }>([
    {
      name: 'draft-04',
      schema: { $schema: 'http://json-schema.org/draft-04/schema#', id: 'x', type: 'object' },
      value: 1,
      faults: ['type'],
    },
    {
      name: 'draft-06',
      schema: { $schema: 'http://json-schema.org/draft-06/schema#', $id: 'x:y', const: 1 },
      value: 2,
      faults: ['const'],
    },
    {
      name: 'a draft that is not known',
      schema: { $schema: 'https://example.com/x', type: 'string' },
      value: 1,
      faults: ['type'],
    },
    {
      name: 'limits of draft-04',
      schema: { minimum: 1, exclusiveMinimum: true, maximum: 1, exclusiveMaximum: true },
      value: 1,
      faults: ['exclusiveMinimum', 'exclusiveMaximum'],
    },
    {
      name: 'limits of draft-04 that are not exclusive',
      schema: { minimum: 1, exclusiveMinimum: false, exclusiveMaximum: true },
      value: 1,
      faults: [],
    },
    {
      name: 'limits of draft-06',
      schema: { exclusiveMinimum: 1, exclusiveMaximum: 1 },
      value: 1,
      faults: ['exclusiveMaximum', 'exclusiveMinimum'],
    },
    {
      name: 'a flag of draft-03',
      schema: { properties: { a: { required: true } }, required: ['b'] },
      value: {},
      faults: ['required'],
    },
    {
      name: 'formats that nobody knows',
      schema: { format: 'password', $comment: 'c', $async: true, nullable: true },
      value: 1,
      faults: [],
    },
    {
      name: 'a local reference',
      schema: { definitions: { a: { type: 'string' } }, $ref: '#/definitions/a' },
      value: 1,
      faults: ['type'],
    },
    {
      name: 'what only repeats other faults',
      schema: { if: {}, then: { required: ['a'] } },
      value: {},
      faults: ['required'],
    },
    {
      name: 'alternatives',
      schema: { anyOf: [{ required: ['a'] }, { required: ['b'] }] },
      value: {},
      faults: ['anyOf'],
    },
    {
      name: 'names',
      schema: { propertyNames: { maxLength: 1 } },
      value: { ab: 1 },
      faults: ['propertyNames'],
    },
    {
      name: 'lists',
      schema: { items: [{ type: 'string' }], additionalItems: false },
      value: [1, 2],
      faults: ['additionalItems', '0/type'],
    },
    {
      name: 'a list of one kind',
      schema: { items: { type: 'string' } },
      value: ['a', 1],
      faults: ['1/type'],
    },
    {
      name: 'dependencies',
      schema: { dependencies: { a: ['b'], c: { required: ['d'] } } },
      value: { a: 1, c: 1 },
      faults: ['dependencies', 'required'],
    },
    {
      name: 'patterns of names',
      schema: { patternProperties: { '^a': { type: 'string' }, '(a+)+$': false } },
      value: { aaa: 1 },
      faults: ['aaa/type'],
    },
    { name: 'patterns', schema: { pattern: '^a' }, value: 'b', faults: ['pattern'] },
    {
      name: 'no pattern that could take for ever',
      schema: { pattern: '^(a+)+$' },
      value: `${'a'.repeat(60)}!`,
      faults: [],
    },
    {
      name: 'what an object has of its own',
      schema: { required: ['toString', '__proto__'] },
      value: {},
      faults: ['required', 'required'],
    },
    {
      name: 'true and false',
      schema: { properties: { a: false, b: true } },
      value: { a: 1, b: 1 },
      faults: ['a/false schema'],
    },
  ])('counts $name', ({ schema, value, faults }) => {
    const found = check(schema, value);
    expect([found].flat().sort()).toEqual([...faults].sort());
  });

  it.each<{ name: string; schema: Json; value?: Json; says: RegExp }>([
    {
      name: 'leads to another document',
      schema: { not: { $ref: 'https://example.com/s.json' } },
      says: /^refers to another/,
    },
    { name: 'leads to nothing', schema: { $ref: '#/definitions/none' }, says: /can't resolve reference/ },
    { name: 'leads to itself', schema: { $ref: '#' }, says: /call stack/ },
    {
      name: 'leads to itself further down',
      schema: { properties: { a: { $ref: '#/properties/a' } } },
      value: { a: 1 },
      says: /call stack/,
    },
    { name: 'has a type that is none', schema: { type: 'text' }, says: /type/ },
    { name: 'has a keyword of another type', schema: { properties: 7 }, says: /properties/ },
    { name: 'has a list of schemas that is none', schema: { allOf: 7 }, says: /allOf/ },
    { name: 'has a pattern that is none', schema: { pattern: '(' }, says: /group/ },
    { name: 'has a pattern that is no text', schema: { pattern: 7 }, says: /pattern/ },
    { name: 'is no schema', schema: 7, says: /schema/ },
  ])('cannot be used if it $name', ({ schema, value = {}, says }) => {
    expect(check(schema, value)).toMatch(says);
  });

  it('has no say in the names that ajv makes code of', () => {
    const evil = `"];throw new Error("out");//`;
    const schema: Json = {
      properties: { [evil]: { const: evil } },
      required: [evil],
      enum: [evil, { [evil]: evil }],
    };
    expect(check(schema, { [evil]: evil })).toEqual([]);
    expect(check(schema, {})).toEqual(['enum', 'required']);
  });
});

describe('the size of a schema', () => {
  it.each<{ name: string; schema: Json; fault: string | undefined }>([
    {
      name: 'an ordinary one',
      schema: { type: 'object', properties: { a: { enum: ['a', null] } } },
      fault: undefined,
    },
    { name: 'one of 32 levels', schema: nested(32), fault: undefined },
    { name: 'one of 33 levels', schema: nested(33), fault: 'is nested more than 32 levels deep' },
    { name: 'one of very many levels', schema: nested(100_000), fault: 'is nested more than 32 levels deep' },
    { name: 'a long text', schema: { title: 'x'.repeat(200_001) }, fault: 'is too large' },
    { name: 'a long name', schema: { ['x'.repeat(200_001)]: 1 }, fault: 'is too large' },
    { name: 'a long list', schema: { enum: Array.from({ length: 6_000 }, () => 1) }, fault: 'is too large' },
    {
      name: 'many values',
      schema: Object.fromEntries(Array.from({ length: 6_000 }, (_, at) => [`f${at}`, 1])),
      fault: 'is too large',
    },
  ])('of $name is judged', ({ schema, fault }) => {
    expect(sizeFault(schema)).toBe(fault);
  });
});

describe('a pattern', () => {
  it.each([
    '^[a-z0-9.-]+(:[0-9]+)?$',
    String.raw`^\S+@\S+$`,
    String.raw`^(?:[0-9]{3}\.){3}[0-9]{3}$`,
    '^(ab)+c+$',
    'x?(ab)c',
    '^a*b*c*$',
    'a*b*',
    '^(basic|kerberos)$',
    String.raw`[+*(]\(\+`,
  ])('%s is tried', (pattern) => {
    expect(isTame(pattern)).toBe(true);
  });

  it.each([
    '^(a+)+$',
    '((a+))+',
    '([a-z]*x)*',
    '(a|aa)+',
    '(a{1,9}){1,9}',
    'a*b*c*',
    '^a*b*c*d*$',
    '^a*|b*c*',
    String.raw`(a)\1`,
    String.raw`(?<x>a)\k<x>`,
    'x'.repeat(501),
  ])('%s is not tried', (pattern) => {
    expect(isTame(pattern)).toBe(false);
  });

  it('is not tried on a text that is longer than any host name', () => {
    expect(tameExpression('^a*$', '').test('b')).toBe(false);
    expect(tameExpression('^a*$', '').test('b'.repeat(256))).toBe(true);
  });

  it('that is tried is done with soon', () => {
    const wide = 'a'.repeat(255);
    const started = performance.now();
    for (const pattern of ['^a*a*a*b', 'a*a*b', '^(ab)+c+$']) {
      expect(isTame(pattern)).toBe(true);
      tameExpression(pattern, '').test(wide);
    }
    // Far below what a wild one takes, and far above what a busy machine needs.
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

it('a check finds nothing in a value that fits', () => {
  const compiled = compileForeign({ type: 'object' });
  expect(compiled.ok && compiled.value({})).toEqual(success([]));
});
