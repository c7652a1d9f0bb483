// npm run torture: kills a real process at every boundary and at random moments under random faults, then runs it once
// more in peace. Afterwards every entry has exactly one connection, and every id is in the state.
import { describe, expect, it } from 'vitest';
import { Victim } from './victim.ts';
import type { Ended } from './victim.ts';

const seed = Number(process.env['TORTURE_SEED'] ?? Date.now() % 1_000_000);
const rounds = Number(process.env['TORTURE_ROUNDS'] ?? 200);
/** Two cores, and each round is mostly waiting. */
const WORKERS = 4;

/** mulberry32: small, and the same on every machine. */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const whens = ['before', 'after'] as const;
const effects = [
  ...whens.map((when) => ({ kind: 'reset', when })),
  ...whens.map((when) => ({ kind: 'hang', when })),
  ...whens.flatMap((when) => [500, 503, 504].map((status) => ({ kind: 'status', status, when }))),
  ...whens.map((when) => ({ kind: 'status', status: 502, form: 'html', when })),
  { kind: 'torn' },
  { kind: 'empty' },
  { kind: 'status', status: 429, retryAfter: 0, when: 'before' },
];

interface Score {
  kills: number;
  creates: number;
  doubts: number;
  twins: string[];
  losses: string[];
}

const score: Score = { kills: 0, creates: 0, doubts: 0, twins: [], losses: [] };

function doubtsOf({ out }: Ended): number {
  const told = JSON.parse(out) as { summary: { ambiguous: number }; diagnostics: { code: string }[] };
  return told.summary.ambiguous + told.diagnostics.filter(({ code }) => code === 'settled').length;
}

/** One killed run, then one in peace, then the verdict. */
async function round(victim: Victim, end: { killAfterMs?: number; killAt?: number }): Promise<boolean> {
  const first = await victim.apply(end);
  if (first.killed) score.kills += 1;
  else score.doubts += doubtsOf(first);
  await victim.settings({ faults: [] });
  const quiet = await victim.apply();
  const told = `${JSON.stringify(end)}: exit ${quiet.code}\n${quiet.out}\n${quiet.err}`;
  expect(quiet.code, told).toBe(0);
  score.doubts += doubtsOf(quiet);
  const { twins, missing, lost, leftovers } = await victim.judge();
  score.twins.push(...twins);
  score.losses.push(...missing, ...lost);
  score.creates += victim.emulator.stats().createsCommitted;
  expect({ twins, missing, lost, leftovers }, told).toEqual({
    twins: [],
    missing: [],
    lost: [],
    leftovers: [],
  });
  return first.killed;
}

function print(what: string): void {
  const { kills, creates, doubts, twins, losses } = score;
  process.stdout.write(
    `\n${what}: seed ${seed}, ${kills} kills, ${creates} creates, ${doubts} doubts, ${twins.length} twins, ${losses.length} losses\n`,
  );
}

describe('a killed run', () => {
  it('is made whole by the next one, wherever it was killed', async () => {
    let next = 1;
    let survived = false;
    const work = async (): Promise<void> => {
      const victim = await Victim.prepare(3, ['dev', 'prod']);
      while (!survived) {
        const killAt = next;
        next += 1;
        await victim.reset();
        if (!(await round(victim, { killAt }))) survived = true;
      }
      await victim.close();
    };
    await Promise.all(Array.from({ length: WORKERS }, work));
    print(`killed at each of ${next - 1 - WORKERS} boundaries`);
    expect(score.kills).toBeGreaterThan(30);
  });

  it('is made whole by the next one, under faults, a lagging listing and a kill at any moment', async () => {
    const random = randomFrom(seed);
    let left = rounds;
    const work = async (): Promise<void> => {
      const victim = await Victim.prepare(10, ['dev', 'prod']);
      while (left > 0) {
        left -= 1;
        await victim.reset();
        const chosen = effects.filter(() => random() < 0.4);
        const faults = chosen.map((effect) => ({
          on: { route: 'create' },
          probability: 0.1,
          times: 'always',
          effect,
        }));
        await victim.settings({
          seed: Math.floor(random() * 1e9),
          latency: { ms: Math.floor(random() * 20), jitterMs: 20 },
          faults,
        });
        await round(victim, { killAfterMs: Math.floor(random() * 250) });
      }
      await victim.close();
    };
    await Promise.all(Array.from({ length: WORKERS }, work));
    print(`killed at ${rounds} random moments`);
  });
});
