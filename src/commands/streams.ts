// What the streams of the process are good for, by where they lead and what the environment asks: whether somebody is there
// to answer, what may be redrawn, how wide text may be, and whether it is coloured. Pure.
import { basename, relative } from 'node:path';
import type { Host } from '../core/ports.ts';

/** A stream of the process, as far as it matters here. */
interface Stream {
  /** Node leaves it out, instead of saying no, where there is no terminal. */
  readonly isTTY?: boolean;
  /** Zero, on a terminal that does not know. */
  readonly columns?: number;
}

/** The process, as far as it matters here. */
export interface ProcessFacts {
  readonly env: Host['env'];
  readonly stdin: Stream;
  readonly stdout: Stream;
  readonly stderr: Stream;
}

/** What follows from the facts. */
export type Streams = Pick<Host, 'interactive' | 'redraws' | 'colours' | 'terminals' | 'columns'>;

/** Judges the facts about a process. */
export function judgeStreams({ env, stdin, stdout, stderr }: ProcessFacts): Streams {
  const terminals = { out: stdout.isTTY ?? false, err: stderr.isTTY ?? false };
  // A dumb terminal (an editor's, a build log's) writes lines one after the other and understands no escape sequence.
  const redraws = terminals.err && env['TERM'] !== 'dumb';
  return {
    interactive: (stdin.isTTY ?? false) && redraws,
    redraws,
    colours: { out: showsColours(env, terminals.out), err: showsColours(env, terminals.err) },
    terminals,
    columns: (stream) => columnsOf(stream === 'out' ? stdout : stderr, env),
  };
}

/** How a process with these arguments was started: as `flowrecon` where that is its name, or by node and the script. */
export function calledAs(argv: readonly string[], cwd: string): Host['called'] {
  const [, script = '', ...args] = argv;
  if (basename(script).replace(/\.\w+$/, '') === 'flowrecon') return { program: ['flowrecon'], args };
  const near = relative(cwd, script);
  return { program: ['node', near.startsWith('..') ? script : near], args };
}

/**
 * Whether a stream shows colours. The first of these that says something decides; `--no-color`, which is a flag of this
 * one run, stands above them all:
 *
 * 1. `NO_COLOR`, set to anything but nothing: none (no-color.org). It beats `FORCE_COLOR`, as it does in picocolors and
 *    against what Node does for itself: who set both can read a text without colours, but not always one with them.
 * 2. `FORCE_COLOR`: `0` or `false`: none. Anything else, also nothing: colours, into pipes and on dumb terminals too.
 * 3. `TERM=dumb`: none.
 * 4. A terminal shows colours, a pipe or file does not. `CI` alone changes nothing, as in Node: what a job prints is read
 *    by programs as often as by people, and a job that wants colours in its log sets `FORCE_COLOR`.
 */
function showsColours(env: Host['env'], terminal: boolean): boolean {
  const { NO_COLOR: no = '', FORCE_COLOR: force, TERM: term } = env;
  if (no !== '') return false;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return terminal && term !== 'dumb';
}

/** The width that text is written for where nothing says another. */
const USUAL_COLUMNS = 80;
/** In less, indented lines hold hardly a word; what does not fit is left to the terminal. */
const FEWEST_COLUMNS = 40;

/** A terminal knows its width; elsewhere `COLUMNS` may ask for one. */
function columnsOf({ isTTY = false, columns = 0 }: Stream, env: Host['env']): number {
  const asked = Number(/^\d{1,6}$/.exec(env['COLUMNS'] ?? '')?.[0] ?? 0);
  const known = (isTTY ? columns : 0) || asked || USUAL_COLUMNS;
  return Math.max(FEWEST_COLUMNS, known);
}
