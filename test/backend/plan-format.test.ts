// A saved plan as text: given back as it was, or refused. Whatever is read back may come from anywhere.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePlan, encodePlan } from '../../src/backend/plan-format.ts';
import { connectionKey } from '../../src/core/connection.ts';
import { planConnections } from '../../src/core/plan.ts';
import { anyPlanInput } from '../support/any-plan.ts';
import {
  ORDERS,
  ORDERS_PARAMS,
  aMove,
  aPlanInput,
  aRecord,
  aSavedPlan,
  anAskedPlan,
  anEntry,
  anObserved,
} from '../support/builders.ts';
import { SEED, anySavedPlan } from './support/any.ts';

const OLD = connectionKey('dev', 'old-orders');
const asked = anAskedPlan({
  state: 'state.json',
  sandboxes: ['dev'],
  only: ['orders*'],
  tags: ['eu'],
  prune: true,
  rotate: ['**'],
  maxDelete: { kind: 'count', most: 3 },
});

/** A move and an update, asked for with every flag there is. */
const plan = aSavedPlan(
  planConnections(
    aPlanInput(
      {
        desired: [anEntry({ params: { ...ORDERS_PARAMS, username: 'writer' } })],
        recorded: { [OLD]: aRecord() },
        standing: [anObserved()],
      },
      { moves: [aMove(OLD, ORDERS)] },
    ),
  ),
  { asked },
);

type Document = Readonly<Record<string, unknown>>;

/** The encoded plan with something exchanged. */
function changed(change: (document: Document) => object): string {
  return JSON.stringify(change(JSON.parse(encodePlan(plan)) as Document));
}

function withBinding(members: object): string {
  return changed((document) => ({ ...document, binding: { ...plan.binding, ...members } }));
}

function withAsked(members: object): string {
  return changed((document) => ({ ...document, asked: { ...plan.asked, ...members } }));
}

function withChange(members: object): string {
  return changed((document) => ({ ...document, changes: [{ ...plan.changes[1], ...members }] }));
}

function withField(members: object): string {
  return withChange({ fields: [{ ...plan.changes[1]?.fields[0], ...members }] });
}

describe('encodePlan', () => {
  it('writes the documented form', () => {
    const { changes } = plan;
    expect(JSON.parse(encodePlan(plan))).toEqual({
      formatVersion: '1.0',
      kind: 'flowrecon-plan',
      binding: plan.binding,
      asked,
      changes: [
        {
          key: ORDERS,
          sandbox: 'dev',
          name: 'Orders',
          action: 'move',
          cause: [],
          id: 'id-1',
          etag: null,
          fields: [],
          from: OLD,
          source: { file: 'connections.yaml', line: 3, column: 5 },
        },
        {
          key: ORDERS,
          sandbox: 'dev',
          name: 'Orders',
          action: 'update',
          cause: ['config'],
          id: 'id-1',
          etag: '"etag-1"',
          fields: [{ path: '/auth/params/username', before: 'reader', after: 'writer', sensitive: false }],
          source: { file: 'connections.yaml', line: 3, column: 5 },
        },
      ],
    });
    expect(changes).toHaveLength(2);
  });

  it('writes two spaces and one line end, so that a plan can be read and compared', () => {
    expect(encodePlan(plan)).toMatch(
      /^\{\n {2}"formatVersion": "1\.0",\n {2}"kind": "flowrecon-plan",\n[^]*\n\}\n$/,
    );
  });
});

describe('decodePlan', () => {
  it('gives back any plan that was encoded', () => {
    fc.assert(
      fc.property(anySavedPlan, (saved) => {
        const text = encodePlan(saved);
        const decoded = decodePlan(text);
        expect(decoded).toEqual({ ok: true, value: saved });
        expect(decoded.ok && encodePlan(decoded.value)).toBe(text);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('gives back every plan that can be made', () => {
    fc.assert(
      fc.property(anyPlanInput, (input) => {
        const saved = aSavedPlan(planConnections({ ...input, prune: true }));
        expect(decodePlan(encodePlan(saved))).toEqual({ ok: true, value: saved });
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  it('refuses every plan that is cut off, but for its last line end', () => {
    const text = encodePlan(plan);
    for (let length = 0; length < text.length - 1; length += 1)
      expect(decodePlan(text.slice(0, length)).ok, `${length} characters`).toBe(false);
    expect(decodePlan(text.trimEnd())).toEqual({ ok: true, value: plan });
  });

  it('never throws over a damaged byte', () => {
    const bytes = Buffer.from(encodePlan(plan));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (index, byte) => {
        const damaged = Buffer.from(bytes);
        damaged[index] = byte;
        expect(typeof decodePlan(damaged.toString('utf8')).ok).toBe('boolean');
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  it.each([
    { what: 'nothing', text: '' },
    { what: 'a list', text: '[]' },
    { what: 'no JSON', text: 'kind: flowrecon-plan' },
    { what: 'a state', text: '{"version":1,"lineage":"l","connections":{}}' },
    { what: 'another kind of document', text: changed((document) => ({ ...document, kind: 'plan' })) },
  ])('refuses $what, which is no plan', ({ text }) => {
    expect(decodePlan(text)).toEqual({ ok: false, problem: 'is no saved plan of flowrecon' });
  });

  it.each([
    { version: '2.0', says: 'has format "2.0", and this program reads 1.0' },
    { version: undefined, says: 'has format null, and this program reads 1.0' },
  ])('refuses a plan of the format $version', ({ version, says }) => {
    const text = changed((document) => ({ ...document, formatVersion: version }));
    expect(decodePlan(text)).toEqual({ ok: false, problem: says });
  });

  it.each([
    { what: 'no binding', text: changed((document) => ({ ...document, binding: undefined })) },
    { what: 'no lineage', text: withBinding({ lineage: '' }) },
    { what: 'no serial', text: withBinding({ serial: '3' }) },
    { what: 'a negative serial', text: withBinding({ serial: -1 }) },
    { what: 'no platform', text: withBinding({ platform: undefined }) },
    { what: 'no organisation', text: withBinding({ orgId: null }) },
    { what: 'no hash of the list', text: withBinding({ configuration: 7 }) },
    { what: 'nothing asked', text: changed((document) => ({ ...document, asked: [] })) },
    { what: 'no files', text: withAsked({ files: undefined }) },
    { what: 'files that are no texts', text: withAsked({ files: [1] }) },
    { what: 'an odd state', text: withAsked({ state: '' }) },
    { what: 'odd sandboxes', text: withAsked({ sandboxes: 'dev' }) },
    { what: 'odd keys', text: withAsked({ only: [null] }) },
    { what: 'odd tags', text: withAsked({ tags: {} }) },
    { what: 'an unknown wish to prune', text: withAsked({ prune: undefined }) },
    { what: 'an odd rotation', text: withAsked({ rotate: true }) },
    { what: 'a limit without a kind', text: withAsked({ maxDelete: 3 }) },
    { what: 'a limit of an unknown kind', text: withAsked({ maxDelete: { kind: 'all' } }) },
    { what: 'a limit without its number', text: withAsked({ maxDelete: { kind: 'count', percent: 3 } }) },
    { what: 'a share without its number', text: withAsked({ maxDelete: { kind: 'share', most: 3 } }) },
    { what: 'no changes', text: changed((document) => ({ ...document, changes: undefined })) },
    { what: 'a change that is none', text: changed((document) => ({ ...document, changes: [null] })) },
    { what: 'a change without key', text: withChange({ key: '' }) },
    { what: 'a change without sandbox', text: withChange({ sandbox: 1 }) },
    { what: 'a change without name', text: withChange({ name: undefined }) },
    { what: 'a change without action', text: withChange({ action: null }) },
    { what: 'a change without causes', text: withChange({ cause: 'drift' }) },
    { what: 'a change without id', text: withChange({ id: undefined }) },
    { what: 'a change without etag', text: withChange({ etag: 5 }) },
    { what: 'a change without fields', text: withChange({ fields: {} }) },
    { what: 'a move from an odd key', text: withChange({ from: 1 }) },
    { what: 'an odd place', text: withChange({ source: 'connections.yaml:3' }) },
    { what: 'a place without line', text: withChange({ source: { file: 'a', line: '3', column: 5 } }) },
    { what: 'a place without file', text: withChange({ source: { line: 3, column: 5 } }) },
    { what: 'a field without path', text: withField({ path: '' }) },
    { what: 'a field without its old value', text: withField({ before: undefined }) },
    { what: 'a field without its new value', text: withField({ after: undefined }) },
    { what: 'a field that may be secret', text: withField({ sensitive: 'no' }) },
    { what: 'a field that is none', text: withChange({ fields: ['/name'] }) },
  ])('refuses $what', ({ text }) => {
    const problem = 'is damaged: a member is missing or has another form';
    expect(decodePlan(text)).toEqual({ ok: false, problem });
  });

  it('takes no notice of members that it does not know', () => {
    expect(decodePlan(changed((document) => ({ ...document, later: 1 })))).toEqual({ ok: true, value: plan });
  });
});
