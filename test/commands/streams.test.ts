// What follows from the environment and from where the streams lead.
import { describe, expect, it } from 'vitest';
import { calledAs, judgeStreams } from '../../src/commands/streams.ts';

const terminal = { isTTY: true, columns: 100 };
const pipe = {};

function coloursOf(env: Record<string, string>, stdout: object): boolean {
  return judgeStreams({ env, stdin: pipe, stdout, stderr: pipe }).colours.out;
}

describe('colours', () => {
  it.each([
    { name: 'a terminal', env: {}, onTerminal: true, inPipe: false },
    { name: 'CI', env: { CI: 'true' }, onTerminal: true, inPipe: false },
    { name: 'NO_COLOR', env: { NO_COLOR: '1' }, onTerminal: false, inPipe: false },
    { name: 'NO_COLOR=0', env: { NO_COLOR: '0' }, onTerminal: false, inPipe: false },
    { name: 'an empty NO_COLOR', env: { NO_COLOR: '' }, onTerminal: true, inPipe: false },
    { name: 'FORCE_COLOR', env: { FORCE_COLOR: '1' }, onTerminal: true, inPipe: true },
    { name: 'FORCE_COLOR=3', env: { FORCE_COLOR: '3' }, onTerminal: true, inPipe: true },
    { name: 'an empty FORCE_COLOR', env: { FORCE_COLOR: '' }, onTerminal: true, inPipe: true },
    { name: 'FORCE_COLOR=0', env: { FORCE_COLOR: '0' }, onTerminal: false, inPipe: false },
    { name: 'FORCE_COLOR=false', env: { FORCE_COLOR: 'false' }, onTerminal: false, inPipe: false },
    { name: 'both', env: { NO_COLOR: '1', FORCE_COLOR: '1' }, onTerminal: false, inPipe: false },
    { name: 'TERM=dumb', env: { TERM: 'dumb' }, onTerminal: false, inPipe: false },
    {
      name: 'TERM=dumb and FORCE_COLOR',
      env: { TERM: 'dumb', FORCE_COLOR: '1' },
      onTerminal: true,
      inPipe: true,
    },
  ])('with $name: terminal $onTerminal, pipe $inPipe', ({ env, onTerminal, inPipe }) => {
    expect({ onTerminal: coloursOf(env, terminal), inPipe: coloursOf(env, pipe) }).toEqual({
      onTerminal,
      inPipe,
    });
  });

  it('are judged for each stream by itself', () => {
    const { colours, terminals } = judgeStreams({ env: {}, stdin: pipe, stdout: pipe, stderr: terminal });
    expect({ colours, terminals }).toEqual({
      colours: { out: false, err: true },
      terminals: { out: false, err: true },
    });
  });
});

describe('the width', () => {
  it.each([
    { name: 'is that of the terminal', stdout: terminal, env: { COLUMNS: '60' }, columns: 100 },
    { name: 'is never less than 40', stdout: { isTTY: true, columns: 12 }, env: {}, columns: 40 },
    {
      name: 'is asked for where the terminal does not know',
      stdout: { isTTY: true, columns: 0 },
      env: { COLUMNS: '60' },
      columns: 60,
    },
    { name: 'is 80 where nobody knows', stdout: { isTTY: true, columns: 0 }, env: {}, columns: 80 },
    { name: 'of a pipe is 80', stdout: pipe, env: {}, columns: 80 },
    { name: 'of a pipe may be asked for', stdout: pipe, env: { COLUMNS: '132' }, columns: 132 },
    {
      name: 'of a pipe is 80 where what is asked for is no number',
      stdout: pipe,
      env: { COLUMNS: 'wide' },
      columns: 80,
    },
  ])('$name', ({ stdout, env, columns }) => {
    expect(judgeStreams({ env, stdin: pipe, stdout, stderr: pipe }).columns('out')).toBe(columns);
  });

  it('is that of the moment, because a terminal may be resized', () => {
    const stderr = { isTTY: true, columns: 100 };
    const { columns } = judgeStreams({ env: {}, stdin: pipe, stdout: pipe, stderr });
    stderr.columns = 50;
    expect(columns('err')).toBe(50);
  });
});

describe('how it was called', () => {
  it.each([
    { script: '/usr/local/bin/flowrecon', program: ['flowrecon'] },
    { script: '/home/me/project/node_modules/.bin/flowrecon.cmd', program: ['flowrecon'] },
    { script: '/home/me/project/dist/cli.js', program: ['node', 'dist/cli.js'] },
    { script: '/opt/tool/dist/cli.js', program: ['node', '/opt/tool/dist/cli.js'] },
  ])('as $script is to call $program', ({ script, program }) => {
    expect(calledAs(['/usr/bin/node', script, 'apply', '-f', 'a'], '/home/me/project')).toEqual({
      program,
      args: ['apply', '-f', 'a'],
    });
  });
});

describe('a person', () => {
  it.each([
    { name: 'at a terminal', stdin: terminal, stderr: terminal, env: {}, interactive: true, redraws: true },
    { name: 'who pipes input', stdin: pipe, stderr: terminal, env: {}, interactive: false, redraws: true },
    { name: 'who logs errors', stdin: terminal, stderr: pipe, env: {}, interactive: false, redraws: false },
    {
      name: 'at a dumb terminal',
      stdin: terminal,
      stderr: terminal,
      env: { TERM: 'dumb' },
      interactive: false,
      redraws: false,
    },
  ])('$name: asked $interactive, redrawn $redraws', ({ stdin, stderr, env, ...expected }) => {
    const { interactive, redraws } = judgeStreams({ env, stdin, stdout: pipe, stderr });
    expect({ interactive, redraws }).toEqual({
      interactive: expected.interactive,
      redraws: expected.redraws,
    });
  });
});
