// The schema file is documentation for editors as well as a check, so its own quality is tested.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { isFields } from '../../src/config/values.ts';

const schema: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../schemas/connections.schema.json'), 'utf8'),
);

/** Every place of the schema that describes a value a user writes, by its path. */
function* described(node: unknown, path: string): Generator<readonly [string, Record<string, unknown>]> {
  if (!isFields(node)) return;
  if (!('$ref' in node)) yield [path, node];
  for (const keyword of ['properties', 'patternProperties', 'definitions']) {
    const members = node[keyword];
    if (isFields(members))
      for (const [name, member] of Object.entries(members)) yield* described(member, `${path}/${name}`);
  }
  for (const [index, member] of Array.isArray(node['oneOf']) ? node['oneOf'].entries() : [])
    yield* described(member, `${path}/${index}`);
  yield* described(node['items'], `${path}/items`);
}

const all = [...described(schema, '')];

test('the schema is valid by the meta-schema of draft 07', () => {
  expect(isFields(schema) && schema['$schema']).toBe('http://json-schema.org/draft-07/schema#');
  expect(new Ajv().validateSchema(schema as object)).toBe(true);
});

test('it has an id, and every value has a title, a description and examples', () => {
  expect(isFields(schema) && typeof schema['$id']).toBe('string');
  expect(all.length).toBeGreaterThan(30);
  for (const [path, node] of all) {
    expect(node['title'], path).toEqual(expect.any(String));
    expect(node['description'], path).toEqual(expect.any(String));
    if (!path.endsWith('/^x-')) expect(node['examples'], path).toEqual(expect.any(Array));
  }
});

test('every mapping of ours is closed against unknown fields', () => {
  for (const [path, node] of all)
    if ('properties' in node) expect(node['additionalProperties'], path).toBe(false);
});

describe('every example is valid where it stands', () => {
  test.for(all)('%s', ([, node]) => {
    const validate = new Ajv({ strict: false }).compile({
      ...node,
      definitions: isFields(schema) ? schema['definitions'] : {},
      $id: 'test',
    });
    for (const example of Array.isArray(node['examples']) ? node['examples'] : [])
      expect(validate(example), JSON.stringify(example)).toBe(true);
  });
});
