// Arbitrary states and journals for properties: odd texts, odd names of members, every kind of line.
import fc from 'fast-check';
import type { ConnectionKey, Json } from '../../../src/core/connection.ts';
import type { ActionKind } from '../../../src/core/action.ts';
import type { Cause } from '../../../src/core/diff.ts';
import type { DeletionLimit } from '../../../src/core/guard.ts';
import type { JournalEntry, RunEntry } from '../../../src/core/journal.ts';
import type { AskedPlan, SavedChange, SavedPlan } from '../../../src/core/saved-plan.ts';
import type { ConnectionRecord, PendingRecord, State } from '../../../src/core/state.ts';

/** The same cases every time. */
export const SEED = 20_260_115;

const odd = fc.constantFrom(
  '__proto__',
  'constructor',
  'line\nbreak\r\n',
  '"quoted\\"',
  '\u2028\u2029\u0000',
  '\ud800 alone',
  'Größe 表 🗄️',
  '7',
);
const text = fc.oneof(odd, fc.string({ unit: 'binary', maxLength: 12 }));
const someText = fc.oneof(odd, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }));
const key = someText.map((local) => local as ConnectionKey);
const count = fc.nat(Number.MAX_SAFE_INTEGER);
// JSON has no negative zero.
const json = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);

const applied = fc
  .array(fc.tuple(text, json), { maxLength: 4 })
  .map((members) => Object.fromEntries(members) as Record<string, Json>);

const pending: fc.Arbitrary<PendingRecord> = fc.record(
  {
    sandbox: someText,
    name: text,
    description: text,
    specName: text,
    credential: text,
    applied,
    protect: fc.constant(true as const),
  },
  { requiredKeys: ['sandbox', 'name', 'applied'], noNullPrototype: true },
);

const record: fc.Arbitrary<ConnectionRecord> = fc
  .tuple(pending, someText, text)
  .map(([rest, id, etag]) => ({ ...rest, id, etag }));

const binding = { lineage: someText, serial: count, platform: someText, orgId: someText };

/** Any state. */
export const anyState: fc.Arbitrary<State> = fc.record({
  ...binding,
  connections: fc.array(fc.tuple(key, record), { maxLength: 5 }).map((records) => new Map(records)),
});

const opening: fc.Arbitrary<RunEntry> = fc.record({
  kind: fc.constant('run' as const),
  version: fc.constant(1 as const),
  run: someText,
  ...binding,
  at: count,
});

const following: fc.Arbitrary<JournalEntry> = fc.oneof(
  fc.record({
    kind: fc.constant('intent' as const),
    n: count,
    key,
    attempt: count,
    at: count,
    skew: fc.integer(),
    record: pending,
  }),
  fc.record({ kind: fc.constant('outcome' as const), n: count, id: someText, etag: text }),
  fc.record({ kind: fc.constant('refused' as const), n: count }),
  fc.record({ kind: fc.constant('settled' as const), n: count, id: someText, etag: text }),
  fc.record({
    kind: fc.constant('settled' as const),
    n: count,
    id: fc.constant(null),
    etag: fc.constant(null),
  }),
  fc.record({ kind: fc.constant('record' as const), key, record }),
  fc.record({ kind: fc.constant('move' as const), from: key, to: key }),
  fc.record({ kind: fc.constant('forget' as const), key }),
);

/** Any journal, its opening line first. */
export const anyJournal: fc.Arbitrary<readonly [RunEntry, ...JournalEntry[]]> = fc
  .tuple(opening, fc.array(following, { maxLength: 8 }))
  .map(([run, entries]) => [run, ...entries]);

const texts = fc.array(text, { maxLength: 3 });

const limit: fc.Arbitrary<DeletionLimit> = fc.oneof(
  fc.record({ kind: fc.constant('count' as const), most: count }),
  fc.record({ kind: fc.constant('share' as const), percent: count }),
);

const asked: fc.Arbitrary<AskedPlan> = fc.record(
  {
    files: texts,
    state: someText,
    sandboxes: texts,
    only: texts,
    tags: texts,
    prune: fc.boolean(),
    rotate: texts,
    maxDelete: limit,
  },
  { requiredKeys: ['files', 'sandboxes', 'only', 'tags', 'prune'], noNullPrototype: true },
);

const change: fc.Arbitrary<SavedChange> = fc.record(
  {
    key,
    sandbox: someText,
    name: text,
    action: fc.constantFrom<ActionKind>('create', 'update', 'move', 'delete', 'blocked'),
    cause: fc.subarray<Cause>(['config', 'credential', 'drift']),
    id: fc.option(text),
    etag: fc.option(text),
    fields: fc.array(fc.record({ path: someText, before: json, after: json, sensitive: fc.boolean() }), {
      maxLength: 3,
    }),
    from: key,
    source: fc.record({ file: someText, line: count, column: count }),
  },
  {
    requiredKeys: ['key', 'sandbox', 'name', 'action', 'cause', 'id', 'etag', 'fields'],
    noNullPrototype: true,
  },
);

/** Any saved plan. */
export const anySavedPlan: fc.Arbitrary<SavedPlan> = fc.record({
  binding: fc.record({ ...binding, configuration: someText }),
  asked,
  changes: fc.array(change, { maxLength: 4 }),
});
