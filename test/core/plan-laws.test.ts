// Laws of planning: the same question gives the same bytes, and what was applied needs nothing more.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import type { DesiredConnection, ObservedConnection } from '../../src/core/connection.ts';
import { planConnections } from '../../src/core/plan.ts';
import type { PlanInput } from '../../src/core/plan.ts';
import { completeRecord, pendingRecord } from '../../src/core/state.ts';
import type { ConnectionRecord } from '../../src/core/state.ts';
import { ORDERS_PARAMS, aPlanInput, aRecord, anEntry, anObserved } from '../support/builders.ts';

/** The same cases every time. */
const RUNS = { seed: 20_260_115, numRuns: 300 };

const letters = fc.constantFrom('a', 'b', 'c', 'd');
const params = fc.record({
  server: fc.constantFrom('one:50000', 'ONE:50000', 'two:50000'),
  database: fc.constantFrom('X', 'Y'),
});

const desired = fc
  .uniqueArray(letters, { maxLength: 4 })
  .chain((names) => fc.tuple(...names.map((name) => params.map((target) => entryOf(name, target)))));

const standing = fc
  .array(fc.tuple(letters, params), { maxLength: 6 })
  .map((pairs) => pairs.map(([name, target], index) => observedOf(name, index, target)));

const recorded = fc
  .uniqueArray(fc.tuple(letters, fc.nat(7)), { selector: ([name]) => name, maxLength: 4 })
  .map((pairs) =>
    uniqueIds(pairs.map(([name, index]) => [`dev/${name}`, aRecord({ name, id: `id-${index}` })])),
  );

function entryOf(name: string, target: object): DesiredConnection {
  return anEntry({ key: connectionKey('dev', name), name, params: { ...ORDERS_PARAMS, ...target } });
}

function observedOf(name: string, index: number, target: object): ObservedConnection {
  return anObserved({ id: `id-${index}`, name, params: { ...ORDERS_PARAMS, ...target } });
}

/** No id belongs to two keys. */
function uniqueIds(records: [string, ConnectionRecord][]): Record<string, ConnectionRecord> {
  const byId = new Map(records.map(([key, record]) => [record.id, [key, record] as const]));
  return Object.fromEntries(byId.values());
}

function bytesOf(input: PlanInput): string {
  return JSON.stringify(planConnections(input));
}

describe('a plan', () => {
  it('is the same bytes whatever the order of the listing', () => {
    const shuffled = standing.chain((listing) =>
      fc.tuple(
        fc.constant(listing),
        fc.shuffledSubarray(listing, { minLength: listing.length, maxLength: listing.length }),
      ),
    );
    fc.assert(
      fc.property(desired, recorded, shuffled, (entries, records, [listing, other]) => {
        const situation = { desired: entries, recorded: records };
        const asListed = bytesOf(aPlanInput({ ...situation, standing: listing }));
        expect(bytesOf(aPlanInput({ ...situation, standing: other }))).toBe(asListed);
      }),
      RUNS,
    );
  });

  it('is the same bytes whatever the order of the list', () => {
    fc.assert(
      fc.property(desired, recorded, standing, (entries, records, listing) => {
        const situation = { recorded: records, standing: listing };
        const asWritten = bytesOf(aPlanInput({ ...situation, desired: entries }));
        expect(bytesOf(aPlanInput({ ...situation, desired: entries.toReversed() }))).toBe(asWritten);
      }),
      RUNS,
    );
  });

  it('never takes one connection for two entries', () => {
    fc.assert(
      fc.property(desired, recorded, standing, (entries, records, listing) => {
        const { actions } = planConnections(
          aPlanInput({ desired: entries, recorded: records, standing: listing }),
        );
        const taken = actions.flatMap(({ kind, id }) => (kind === 'adopt' || kind === 'none' ? [id] : []));
        expect(new Set(taken).size).toBe(taken.length);
      }),
      RUNS,
    );
  });

  it('of what was applied has nothing to do', () => {
    fc.assert(
      fc.property(desired, (entries) => {
        const listing = entries.map((entry, index) => ({ ...anObserved(entry), id: `id-${index}` }));
        const records = entries.map((entry, index) => {
          const identity = { id: `id-${index}`, etag: '"etag-1"' };
          return [entry.key, completeRecord(pendingRecord(entry, undefined), identity)] as const;
        });
        const situation = { desired: entries, recorded: Object.fromEntries(records), standing: listing };
        const { actions } = planConnections(aPlanInput(situation));
        expect(actions.filter((action) => action.kind !== 'none' || action.refreshed)).toEqual([]);
      }),
      RUNS,
    );
  });
});
