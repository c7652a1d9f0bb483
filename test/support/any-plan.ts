// Arbitrary questions for a plan: two sandboxes, few names, targets and ids, so that everything meets everything. What
// the configuration check refuses (a name twice in a sandbox, moves in circles) does not occur; what a state merged by
// hand can hold (one id under two keys) does.
import fc from 'fast-check';
import { connectionKey } from '../../src/core/connection.ts';
import type { ConnectionKey, DesiredConnection, ObservedConnection } from '../../src/core/connection.ts';
import type { Failure } from '../../src/core/failure.ts';
import type { Move } from '../../src/core/moves.ts';
import type { PlanInput, SandboxView } from '../../src/core/plan.ts';
import type { ConnectionRecord } from '../../src/core/state.ts';
import { ORDERS_PARAMS, aFailure, aMove, aPlanInput, aRecord, anEntry, anObserved } from './builders.ts';

/** The same cases every time. */
export const RUNS = { seed: 20_260_115, numRuns: 300 };

const SANDBOXES = ['dev', 'prod'];
const LOCALS = ['k1', 'k2', 'k3', 'k4', 'k5'];
const IDS = 8;

const names = fc.constantFrom('a', 'b', 'c', 'd');
const params = fc
  .record({
    server: fc.constantFrom('one:50000', 'ONE:50000', 'two:50000'),
    database: fc.constantFrom('X', 'Y'),
    username: fc.constantFrom('reader', 'writer'),
  })
  .chain((target) => fc.constantFrom({ ...ORDERS_PARAMS, ...target }, target));
const fingerprint = fc.constantFrom('v1:k1:aa', 'v1:k1:bb', 'v1:k2:aa');

function locals<Value>(value: fc.Arbitrary<Value>, maxLength: number): fc.Arbitrary<[string, Value][]> {
  const pair = fc.tuple(fc.constantFrom(...LOCALS), value);
  return fc.uniqueArray(pair, { selector: ([local]) => local, maxLength });
}

function entries(sandbox: string): fc.Arbitrary<DesiredConnection[]> {
  const shape = fc.record({
    name: names,
    params,
    protect: fc.boolean(),
    onDrift: fc.constantFrom('correct' as const, 'report' as const),
  });
  return locals(shape, 3).map((pairs) => {
    const byName = new Map(pairs.map(([local, rest]) => [rest.name, { local, rest }]));
    return [...byName.values()].map(({ local, rest }) =>
      anEntry({ key: connectionKey(sandbox, local), sandbox, ...rest }),
    );
  });
}

function records(sandbox: string): fc.Arbitrary<[ConnectionKey, ConnectionRecord][]> {
  const plain = { name: names, id: idOf(sandbox), applied: params, credential: fingerprint };
  const shape = fc.record(plain, { requiredKeys: ['name', 'id', 'applied'], noNullPrototype: true });
  const held = fc.tuple(shape, fc.constantFrom({}, {}, {}, { protect: true } as const));
  return locals(held, 4).map((pairs) =>
    pairs.map(([local, [rest, kept]]) => [
      connectionKey(sandbox, local),
      aRecord({ sandbox, ...rest, ...kept }),
    ]),
  );
}

function idOf(sandbox: string): fc.Arbitrary<string> {
  return fc.nat(IDS - 1).map((index) => `${sandbox}-${index}`);
}

function listing(sandbox: string): fc.Arbitrary<ObservedConnection[]> {
  const shape = fc.record({ id: idOf(sandbox), name: names, params, etag: fc.constantFrom('"1"', '"2"') });
  return fc
    .uniqueArray(shape, { selector: ({ id }) => id, minLength: 2, maxLength: IDS })
    .map((shapes) => shapes.map((each) => anObserved(each)));
}

/** Ids that are not listed may be unreadable too, and now and then nothing can be read. */
function view(sandbox: string): fc.Arbitrary<SandboxView | Failure> {
  const read = fc.tuple(listing(sandbox), fc.array(idOf(sandbox), { maxLength: 2 })).map(([shown, ids]) => {
    const standing = new Set(shown.map(({ id }) => id));
    const unread = ids.filter((id) => !standing.has(id)).map((id) => [id, aFailure({ code: id })] as const);
    return { listing: shown, unread: new Map(unread) };
  });
  return fc.oneof({ weight: 9, arbitrary: read }, { weight: 1, arbitrary: fc.constant(aFailure()) });
}

/** Chains of keys that the list no longer asks for, each ending at one that it does. */
function chains(desired: readonly DesiredConnection[]): fc.Arbitrary<Move[]> {
  const listed = new Set<string>(desired.map(({ key }) => key));
  const chain = ({ key, sandbox }: DesiredConnection, steps: readonly string[]): Move[] => {
    const keys = [...steps.map((local) => connectionKey(sandbox, local)), key];
    return keys.slice(1).map((to, index) => aMove(keys[index] ?? to, to));
  };
  return fc
    .array(fc.constantFrom(0, 0, 0, 0, 1, 2), { minLength: desired.length, maxLength: desired.length })
    .map((sizes) => {
      const free = new Map(
        SANDBOXES.map((sandbox) => [sandbox, LOCALS.filter((local) => !listed.has(`${sandbox}/${local}`))]),
      );
      return desired.flatMap((entry, index) =>
        chain(entry, free.get(entry.sandbox)?.splice(0, sizes[index]) ?? []),
      );
    });
}

const world = fc.record({
  desired: fc.tuple(...SANDBOXES.map(entries)).map((all) => all.flat()),
  recorded: fc.tuple(...SANDBOXES.map(records)).map((all) => all.flat()),
  views: fc.tuple(...SANDBOXES.map(view)),
});

/** Any question for a plan, without --prune. */
export const anyPlanInput: fc.Arbitrary<PlanInput> = world.chain(({ desired, recorded, views }) =>
  fc
    .record({
      moves: chains(desired),
      today: fc.array(fc.option(fingerprint, { nil: undefined }), { minLength: 10, maxLength: 10 }),
      rotated: fc.array(fc.nat(5), { maxLength: 2 }),
    })
    .map(({ moves, today, rotated }) => {
      const fingerprints = desired.flatMap(({ key }, index) => {
        const one = today[index];
        return one === undefined ? [] : [[key, one] as const];
      });
      return aPlanInput(
        { desired, recorded: Object.fromEntries(recorded), fingerprints: new Map(fingerprints) },
        {
          moves,
          observed: new Map(SANDBOXES.map((sandbox, index) => [sandbox, views[index] ?? aFailure()])),
          rotates: (key) => rotated.some((index) => desired[index]?.key === key),
        },
      );
    }),
);

/** An arbitrary order of some items. */
export function shuffled<Item>(items: readonly Item[]): fc.Arbitrary<Item[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
}
