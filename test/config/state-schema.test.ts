// The state schema that is shipped describes what the program writes, and nothing looser.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { encodeState } from '../../src/backend/format.ts';
import { connectionKey } from '../../src/core/connection.ts';
import type { ConnectionRecord, State } from '../../src/core/state.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../schemas/state.schema.json'), 'utf8'),
) as object;
const validate = new Ajv({ strict: true }).compile(schema);

const record: ConnectionRecord = {
  sandbox: 'prod',
  name: 'Orders EU',
  description: 'Order master',
  specName: 'Connection String Based Authentication',
  id: '575abae5-c99a-452c-9aba-e5c99ac52c4d',
  etag: '"e5012c89-0000-0200-0000-5eaa036b0000"',
  applied: { certificateCommonName: 'db2-eu' },
  credential: `v1:0a1b2c3d:${'0'.repeat(64)}`,
};

function written(connections: State['connections']): unknown {
  const state: State = { lineage: 'l', serial: 3, platform: 'emulator', orgId: 'A@AdobeOrg', connections };
  return JSON.parse(encodeState(state));
}

test.each([
  ['an empty state', new Map()],
  ['a record with every member', new Map([[connectionKey('prod', 'orders-eu'), record]])],
])('the schema accepts what is written: %s', (_, connections) => {
  expect(validate(written(connections)), JSON.stringify(validate.errors)).toBe(true);
});

test.each([
  ['another version', { version: 2 }],
  ['a member that is not known', { extra: true }],
  ['a serial that is no number', { serial: 'x' }],
])('the schema refuses %s', (_, change) => {
  expect(validate({ ...(written(new Map()) as object), ...change })).toBe(false);
});
