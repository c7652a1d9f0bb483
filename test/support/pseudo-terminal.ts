// Runs the built command on a pseudo-terminal, and looks at the screen as a person would. util-linux's `script`, which every
// Debian has, opens the pseudo-terminal; xterm.js, without a window, is the screen.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import xterm from '@xterm/headless';
import { commandLine } from '../../src/core/quoting.ts';
import { CLI, inherited } from './run-cli.ts';
import type { Environment } from './run-cli.ts';

/** Whether this machine has what is needed; the `script` of other systems takes other arguments. */
export const hasPseudoTerminals =
  process.platform === 'linux' &&
  spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout.includes('util-linux');

/** Keys as a terminal sends them. */
export const KEYS = { enter: '\r', escape: '\u001b', ctrlC: '\u0003', ctrlD: '\u0004' } as const;

/** A run on a terminal. */
export interface Session {
  type: (keys: string) => void;
  /** Resolves once the screen shows the text, which may wrap; rejects when the run ends without it. */
  shows: (text: string) => Promise<void>;
  /** Everything that stands on the screen and above it, line by line. */
  lines: () => string[];
  /** Ends of lines that were too long, so that the terminal itself broke them. */
  broken: () => string[];
  /** Everything that was ever sent to the terminal. */
  sent: () => string;
  finished: Promise<number | null>;
}

interface Start {
  cwd: string;
  env: Environment;
  columns?: number;
}

/** Starts `flowrecon` with these arguments on a terminal of its own. */
export function startOnTerminal(args: readonly string[], { cwd, env, columns = 80 }: Start): Session {
  const rows = 24;
  const screen = new xterm.Terminal({ cols: columns, rows, scrollback: 10_000, allowProposedApi: true });
  const command = `stty cols ${columns} rows ${rows} && exec ${commandLine([process.execPath, CLI, ...args])}`;
  const child = spawn('script', ['--quiet', '--flush', '--return', '--command', command, '/dev/null'], {
    cwd,
    // A shell on a terminal sets no COLUMNS for others.
    env: { ...inherited({ TERM: 'xterm-256color', SHELL: '/bin/sh', ...env }), COLUMNS: undefined },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let sent = '';
  const listeners = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    sent += text;
    screen.write(text, () => {
      for (const look of listeners) look();
    });
  });
  const lines = (): string[] => linesOf(screen);
  const finished = once(child, 'close').then(async ([code]) => {
    // The screen reads what it is sent in its own time.
    await new Promise<void>((resolve) => {
      screen.write('', resolve);
    });
    return code as number | null;
  });
  return {
    type: (keys) => child.stdin.write(keys),
    lines,
    broken: () => linesOf(screen, true),
    sent: () => sent,
    finished,
    shows: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (lines().join('\n').includes(text)) resolve();
        };
        listeners.add(look);
        void finished.then(() => {
          reject(new Error(`the run ended without showing "${text}":\n${lines().join('\n')}`));
        });
        look();
      }),
  };
}

function linesOf({ buffer }: xterm.Terminal, broken = false): string[] {
  const { active } = buffer;
  const rows = Array.from({ length: active.length }, (_, index) => active.getLine(index));
  const lines = rows
    .filter((row) => !broken || row?.isWrapped === true)
    .map((row) => row?.translateToString(true) ?? '');
  return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
}

/** Whether the terminal is left with a cursor to be seen. */
export function leavesCursor(sent: string): boolean {
  return sent.lastIndexOf('\u001b[?25l') <= sent.lastIndexOf('\u001b[?25h');
}
