// The law that makes a kill harmless: wherever a journal is cut off, resuming it ends where the unbroken run ends, and
// creates nothing twice.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import type { ConnectionKey, ObservedConnection } from '../../src/core/connection.ts';
import { judgeDoubt, replayJournal } from '../../src/core/journal.ts';
import type { Intent, JournalEntry } from '../../src/core/journal.ts';
import { claimedIds, completeRecord } from '../../src/core/state.ts';
import type { State } from '../../src/core/state.ts';
import { aRecord, aRun, aState, anIntent, anObserved } from '../support/builders.ts';

/** The same cases every time. */
const RUNS = { seed: 20_260_115, numRuns: 300 };
const AT = 1_700_000_000_000;
const NAMES = ['a', 'b', 'c'];

/** How one attempt to create ends: `answered` and `lost` make a connection, the other two make none. */
type Ending = 'answered' | 'lost' | 'vanished' | 'refused';

interface Line {
  readonly entry: JournalEntry;
  /** Set on an intent whose request, once sent, makes a connection. */
  readonly makes: boolean;
}

const lastAttempt = fc.constantFrom<Ending>('answered', 'lost', 'refused');
const script = fc
  .tuple(fc.array(fc.constant<Ending>('vanished'), { maxLength: 2 }), lastAttempt)
  .map(([before, last]) => [...before, last]);

/** The journal of a run over a few keys, whose attempts interleave. */
const journal = fc
  .tuple(fc.array(script, { minLength: NAMES.length, maxLength: NAMES.length }), fc.infiniteStream(fc.nat(2)))
  .map(([scripts, turns]) =>
    interleave(
      scripts.map((endings, index) => linesOf(index, endings)),
      turns,
    ),
  );

function idOf(key: ConnectionKey): string {
  return `id of ${key}`;
}

function linesOf(index: number, endings: readonly Ending[]): Line[] {
  const name = NAMES[index] ?? '';
  const key = connectionKey('dev', name);
  return endings.flatMap((ending, attempts) => {
    const n = index * 10 + attempts + 1;
    const record = { ...anIntent().record, name };
    const intent = anIntent({ n, key, attempt: attempts + 1, at: AT + n, skew: 30_000, record });
    const makes = ending === 'answered' || ending === 'lost';
    return [
      { entry: intent, makes },
      { entry: closing(ending, intent), makes: false },
    ];
  });
}

function closing(ending: Ending, { n, key }: Intent): JournalEntry {
  const identity = { id: idOf(key), etag: '"etag"' };
  if (ending === 'answered') return { kind: 'outcome', n, ...identity };
  if (ending === 'lost') return { kind: 'settled', n, ...identity };
  return ending === 'refused' ? { kind: 'refused', n } : { kind: 'settled', n, id: null, etag: null };
}

function interleave(queues: Line[][], turns: Iterator<number>): Line[] {
  const lines: Line[] = [];
  while (queues.some(({ length }) => length > 0)) {
    const waiting = queues.filter(({ length }) => length > 0);
    const queue = waiting[Number(turns.next().value) % waiting.length];
    const next = queue?.shift();
    if (next !== undefined) lines.push(next);
  }
  return lines;
}

function created({ key, record, at, skew }: Intent): ObservedConnection {
  return anObserved({ id: idOf(key), name: record.name, createdAt: at + skew + 5 });
}

/** A run's world: what stands on the platform, and how often each key was created. */
class World {
  readonly standing: ObservedConnection[] = NAMES.map((name) =>
    // Somebody's connections of the same names, from long before.
    anObserved({ id: `old ${name}`, name, createdAt: AT - 3_600_000 }),
  );
  readonly creates = new Map<ConnectionKey, number>();

  create(intent: Intent): void {
    this.standing.push(created(intent));
    this.creates.set(intent.key, (this.creates.get(intent.key) ?? 0) + 1);
  }
}

function intentsOf(lines: readonly Line[]): { intent: Intent; makes: boolean }[] {
  return lines.flatMap(({ entry, makes }) => (entry.kind === 'intent' ? [{ intent: entry, makes }] : []));
}

/** Settles what is in doubt by a listing, then creates whatever is still missing. */
function resume(world: World, replayed: ReturnType<typeof replayJournal>, lines: readonly Line[]): State {
  const connections = new Map(replayed.state.connections);
  for (const doubt of replayed.doubts) {
    const claimed = claimedIds(connections);
    const verdict = judgeDoubt(doubt, world.standing, { claimed });
    expect(verdict.kind).not.toBe('several');
    if (verdict.kind === 'found')
      connections.set(doubt.key, completeRecord(doubt.record, verdict.connection));
  }
  for (const { intent, makes } of intentsOf(lines)) {
    if (!makes || connections.has(intent.key)) continue;
    world.create(intent);
    connections.set(intent.key, completeRecord(intent.record, created(intent)));
  }
  return { ...replayed.state, connections };
}

function idsOf({ connections }: State): string[] {
  return [...connections].map(([key, { id }]) => `${key}: ${id}`).sort();
}

describe('a journal that is cut off anywhere', () => {
  it('resumes to the ids of the unbroken run, with no second create', () => {
    const question = fc.tuple(journal, fc.nat(), fc.infiniteStream(fc.boolean()));
    fc.assert(
      fc.property(question, ([lines, cut, sent]) => {
        const prefix = lines.slice(0, cut % (lines.length + 1));
        const replayed = replayJournal(aState(), [aRun(), ...prefix.map(({ entry }) => entry)]);
        const open = new Set(replayed.doubts.map(({ n }) => n));
        const world = new World();
        for (const { intent, makes } of intentsOf(prefix)) {
          // The kill may have come between the intent and its request.
          if (makes && (!open.has(intent.n) || sent.next().value)) world.create(intent);
        }
        const resumed = resume(world, replayed, lines);
        const unbroken = replayJournal(
          aState(),
          lines.map(({ entry }) => entry),
        ).state;
        expect(idsOf(resumed)).toEqual(idsOf(unbroken));
        expect([...world.creates.values()].every((count) => count === 1)).toBe(true);
      }),
      RUNS,
    );
  });
});

const key = fc.constantFrom(...NAMES.map((name) => connectionKey('dev', name)));
const n = fc.integer({ min: 1, max: 4 });
const id = fc.constantFrom('id-1', 'id-2');
const anyEntry: fc.Arbitrary<JournalEntry> = fc.oneof(
  fc.tuple(n, key).map(([number, each]) => anIntent({ n: number, key: each })),
  fc.tuple(n, id).map(([number, each]) => ({ kind: 'outcome' as const, n: number, id: each, etag: 'e' })),
  n.map((number) => ({ kind: 'refused' as const, n: number })),
  fc
    .tuple(n, fc.option(id))
    .map(([number, each]) => ({ kind: 'settled' as const, n: number, id: each, etag: each })),
  fc
    .tuple(key, id)
    .map(([each, known]) => ({ kind: 'record' as const, key: each, record: aRecord({ id: known }) })),
  key.map((each) => ({ kind: 'forget' as const, key: each })),
  fc.tuple(key, key).map(([from, to]) => ({ kind: 'move' as const, from, to })),
);

/**
 * Only what a run writes: a move leads to a key that nothing stands under, and leaves one that the list does not ask for
 * any more, so that no line comes before it about the one, or after it about the other.
 */
function asWritten(entries: readonly JournalEntry[]): JournalEntry[] {
  const [named, left] = [new Set<string>(), new Set<string>()];
  const keys = new Map<number, string>();
  return entries.filter((entry) => {
    if (entry.kind === 'intent') keys.set(entry.n, entry.key);
    const about = 'n' in entry ? keys.get(entry.n) : 'key' in entry ? entry.key : undefined;
    if (about !== undefined) named.add(about);
    if (entry.kind !== 'move') return about === undefined || !left.has(about);
    if ([entry.from, entry.to].some((each) => left.has(each)) || named.has(entry.to)) return false;
    left.add(entry.from);
    named.add(entry.to);
    return true;
  });
}

describe('any journal at all', () => {
  it('replayed twice amounts to the same as replayed once', () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 20 }).map(asWritten), (entries) => {
        const once = replayJournal(aState({ 'dev/a': aRecord() }), entries);
        const twice = replayJournal(once.state, entries);
        expect(Object.fromEntries(twice.state.connections)).toEqual(
          Object.fromEntries(once.state.connections),
        );
        expect(twice.doubts).toEqual(once.doubts);
      }),
      RUNS,
    );
  });
});
