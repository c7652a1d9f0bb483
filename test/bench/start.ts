// What the command costs before it does anything, held against a Node that does nothing.
import { run, CLI, PROJECT } from './child.ts';
import { best, inTurn } from './figures.ts';
import type { Measurement, Row } from './figures.ts';

const ROUNDS = 21;

const MARKS = { '--version': 2, '--help': 2.5, validate: 4 } as const;

async function wallOf(args: readonly string[]): Promise<number> {
  const { code, wallMs, stderr } = await run(process.execPath, args, { cwd: PROJECT });
  if (code !== 0) throw new Error(stderr);
  return wallMs;
}

/** How long the command takes to start. */
export const start: Measurement = {
  name: 'start',
  async measure() {
    const samples = await inTurn(ROUNDS, {
      node: () => wallOf(['-e', '0']),
      '--version': () => wallOf([CLI, '--version']),
      '--help': () => wallOf([CLI, '--help']),
      validate: () => wallOf([CLI, 'validate']),
    });
    const floor = best(samples.node);
    const rows = (['--version', '--help', 'validate'] as const).map((name): Row => {
      const took = best(samples[name]);
      return {
        work: `start: \`${name}\`${name === 'validate' ? ' of the sample' : ''}`,
        measured: 'wall / `node -e 0`',
        value: took / floor,
        unit: 'x',
        mark: { atMost: MARKS[name] },
        note: `${took.toFixed(0)} ms / ${floor.toFixed(0)} ms`,
      };
    });
    return { rows };
  },
};
