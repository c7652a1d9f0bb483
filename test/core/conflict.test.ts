// Words for what only a person can settle. The wording is part of the contract: it names ids, keys and commands.
import { describe, expect, it } from 'vitest';
import { conflictOf, listed, sortedCandidates, specConflict } from '../../src/core/conflict.ts';
import { connectionKey } from '../../src/core/connection.ts';
import { ORDERS_PARAMS, anEntry, anObserved, without } from '../support/builders.ts';

const billing = anObserved({ params: { ...ORDERS_PARAMS, database: 'BILLS' } });

describe('a conflict', () => {
  it('over one name for two databases names both, and the way out', () => {
    expect(conflictOf(anEntry(), { kind: 'elsewhere', observed: billing })).toEqual({
      reason:
        'a connection named "Orders" stands in dev and leads to db2.example.com:50000/BILLS, not to db2.example.com:50000/ORDERS',
      fix: "If it is meant, run: flowrecon import 'dev/orders' id-1 (the next plan shows what changes). If it is another database, give the entry another name.",
      candidates: [
        {
          id: 'id-1',
          target: 'db2.example.com:50000/BILLS',
          createdAt: 1_700_000_000_000,
          createdBy: 'acme@techacct.adobe.com',
        },
      ],
    });
  });

  it('over several of one name lists their ids, oldest first', () => {
    const candidates = [anObserved({ id: 'id-2', createdAt: 2 }), anObserved({ id: 'id-3', createdAt: 1 })];
    const { reason, fix } = conflictOf(anEntry(), { kind: 'ambiguous', candidates });
    expect(reason).toBe(
      '2 connections named "Orders" stand in dev: id-3 (db2.example.com:50000/ORDERS), id-2 (db2.example.com:50000/ORDERS)',
    );
    expect(fix).toBe(
      "Take the one that dataflows use: flowrecon import 'dev/orders' id-3, or another of these ids. The others stay unmanaged.",
    );
  });

  it('over several without their ids leaves a gap for one', () => {
    const { fix } = conflictOf(anEntry(), { kind: 'ambiguous', candidates: [] });
    expect(fix).toContain("flowrecon import 'dev/orders' ID");
  });

  it('over one that an orphan holds names both ways of moving it', () => {
    const match = { kind: 'held', observed: anObserved(), by: connectionKey('dev', 'old') } as const;
    expect(conflictOf(anEntry(), match)).toMatchObject({
      reason:
        'the connection named "Orders" (id-1) is recorded under dev/old, which the list no longer asks for',
      fix: 'If the key was renamed, say so under moved: in the list ({ from: "dev/old", to: "dev/orders" }), or run: flowrecon state mv \'dev/old\' \'dev/orders\'. If it is another database, give it another name.',
    });
  });

  it('over the way of logging in names both ways', () => {
    expect(specConflict(anEntry(), anObserved({ specName: 'Other' }))).toMatchObject({
      reason:
        '"Orders" logs in by "Other" on the platform and by "Basic Authentication" in the list; the service cannot change that in place',
      fix: 'Set specName to "Other", or delete id-1 in AEP and run again to have it created anew.',
    });
  });

  it.each([
    { name: 'the same', observed: anObserved() },
    { name: 'not shown', observed: without(anObserved(), 'specName') },
  ])('is none when the way of logging in is $name', ({ observed }) => {
    expect(specConflict(anEntry(), observed)).toBeUndefined();
  });
});

describe('candidates', () => {
  it('of one age, or of none, stand in the order of their ids', () => {
    const ageless = without(anObserved({ id: 'id-3' }), 'createdAt', 'createdBy');
    const sorted = sortedCandidates([
      anObserved({ id: 'id-2' }),
      anObserved(),
      { ...ageless, id: 'id-4' },
      ageless,
    ]);
    expect(sorted.map(({ id }) => id)).toEqual(['id-3', 'id-4', 'id-1', 'id-2']);
  });

  it('say nothing of what the platform does not tell', () => {
    const ageless = without(anObserved({ params: {} }), 'createdAt', 'createdBy');
    expect(sortedCandidates([ageless])).toEqual([{ id: 'id-1', target: 'a connection string' }]);
  });

  it('read as one phrase', () => {
    expect(listed(sortedCandidates([anObserved()]))).toBe('id-1 (db2.example.com:50000/ORDERS)');
  });
});
