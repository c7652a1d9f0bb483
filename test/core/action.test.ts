// What holds of actions whatever planned them: which of them act, which send a secret, which rely on an etag.
import { describe, expect, it } from 'vitest';
import { etagOf, isChange, sendsSecret } from '../../src/core/action.ts';
import type { ActionKind } from '../../src/core/action.ts';
import { connectionKey } from '../../src/core/connection.ts';
import { planConnections } from '../../src/core/plan.ts';
import type { PlanInput } from '../../src/core/plan.ts';
import type { Situation } from '../support/builders.ts';
import {
  ORDERS,
  ORDERS_PARAMS,
  aMove,
  aPlanInput,
  aRecord,
  anEntry,
  anObserved,
} from '../support/builders.ts';

const OLD = connectionKey('dev', 'old-orders');
const recorded = { [ORDERS]: aRecord() };
const otherUser = anObserved({ params: { ...ORDERS_PARAMS, username: 'writer' } });

interface Row {
  readonly name: string;
  readonly situation: Situation;
  readonly input?: Partial<PlanInput>;
}

describe('the secret of an entry', () => {
  const rows: (Row & { sent: boolean[] })[] = [
    { name: 'is sent with a create', situation: {}, sent: [true] },
    { name: 'is sent again when one is recreated', situation: { recorded }, sent: [true] },
    {
      name: 'is sent when a parameter is updated',
      situation: { recorded, standing: [otherUser] },
      sent: [true],
    },
    {
      name: 'is sent when it has changed itself',
      situation: { recorded, standing: [anObserved()] },
      input: { rotates: () => true },
      sent: [true],
    },
    {
      name: 'is not sent when only the name is updated',
      situation: { recorded, standing: [anObserved({ name: 'Renamed' })] },
      sent: [false],
    },
    { name: 'is not sent with an adoption', situation: { standing: [anObserved()] }, sent: [false] },
    {
      name: 'is sent with the update that follows an adoption',
      situation: { standing: [otherUser] },
      sent: [false, true],
    },
    {
      name: 'is not sent when a record moves',
      situation: { recorded: { [OLD]: aRecord() }, standing: [anObserved()] },
      input: { moves: [aMove(OLD, ORDERS)] },
      sent: [false, false],
    },
    {
      name: 'is not sent with a deletion',
      situation: { desired: [], recorded, standing: [anObserved()] },
      input: { prune: true },
      sent: [false],
    },
  ];

  it.each(rows)('$name', ({ situation, input, sent }) => {
    const { actions } = planConnections(aPlanInput(situation, input));
    expect(actions.map(sendsSecret)).toEqual(sent);
  });
});

describe('the etag that an action relies on', () => {
  const standing = [anObserved({ etag: '"etag-9"' })];
  const rows: (Row & { etags: (string | null)[] })[] = [
    { name: 'is none for a create', situation: {}, etags: [null] },
    { name: 'is that of the connection to adopt', situation: { standing }, etags: ['"etag-9"'] },
    {
      name: 'is that of the connection to update',
      situation: { recorded, standing },
      input: { rotates: () => true },
      etags: ['"etag-9"'],
    },
    {
      name: 'is that of the connection to delete',
      situation: { desired: [], recorded, standing },
      input: { prune: true },
      etags: ['"etag-9"'],
    },
    { name: 'is none for a record that is forgotten', situation: { desired: [], recorded }, etags: [null] },
  ];

  it.each(rows)('$name', ({ situation, input, etags }) => {
    expect(planConnections(aPlanInput(situation, input)).actions.map(etagOf)).toEqual(etags);
  });
});

describe('an action of the kind', () => {
  const acting: Record<ActionKind, boolean> = {
    create: true,
    recreate: true,
    adopt: true,
    update: true,
    move: true,
    delete: true,
    forget: true,
    orphan: false,
    none: false,
    conflict: false,
    blocked: false,
  };

  it.each(Object.entries(acting) as [ActionKind, boolean][])('%s is carried out: %s', (kind, acts) => {
    expect(isChange({ kind })).toBe(acts);
  });
});

describe('an action about an entry', () => {
  it('says where the entry stands in the list', () => {
    const [action] = planConnections(aPlanInput()).actions;
    expect(action?.range).toEqual(anEntry().range);
  });

  it('has no place in the list when the list does not ask for it', () => {
    const [action] = planConnections(aPlanInput({ desired: [], recorded })).actions;
    expect(action).not.toHaveProperty('range');
  });
});
