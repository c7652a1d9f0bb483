// Help pages of all commands, held against golden files, against each other and against the README.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeProgram, parseArguments } from '../../src/commands/args.ts';
import { EXIT_MEANINGS, VARIABLES } from '../../src/commands/args-manual-pages.ts';
import type { CommandShape } from '../../src/core/completion.ts';
import { EXIT } from '../../src/core/outcome.ts';
import { SCHEMA_NAMES } from '../../src/core/request.ts';
import { PROJECT } from '../support/run-cli.ts';

const readme = await readFile(join(PROJECT, 'README.md'), 'utf8');

interface Page {
  readonly path: readonly string[];
  readonly shape: CommandShape;
}

function pagesOf(shape: CommandShape, path: readonly string[]): readonly Page[] {
  const below = shape.commands.filter(({ name }) => name !== 'help');
  return [{ path, shape }, ...below.flatMap((each) => pagesOf(each, [...path, each.name]))];
}

const pages = pagesOf(describeProgram(), []);

function helpOf(path: readonly string[]): string {
  const parsed = parseArguments([...path, '--help'], '0');
  return parsed.ok ? '' : parsed.problem.out;
}

describe('the help page', () => {
  it.each(pages)('of flowrecon $path fits into a terminal and reads as its golden file', async ({ path }) => {
    const help = helpOf(path);
    expect(help.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const name = ['help', ...path].join('-');
    await expect(help).toMatchFileSnapshot(join(import.meta.dirname, `golden/${name}.txt`));
  });

  it.each(pages)(
    'of flowrecon $path has usage, description, exit codes and examples, in this order',
    ({ path, shape }) => {
      const parts = ['Usage: flowrecon', shape.says.slice(0, 40), '-h, --help', 'Exit codes:'];
      const ends = shape.commands.length > 0 ? [] : ['Examples:'];
      const places = [...parts, ...ends].map((part) => helpOf(path).indexOf(part));
      expect(places).not.toContain(-1);
      expect(places).toEqual([...places].sort((left, right) => left - right));
    },
  );

  it('of a command has a golden file, and no golden file is left over', async () => {
    const names = pages.map(({ path }) => `${['help', ...path].join('-')}.txt`);
    expect((await readdir(join(import.meta.dirname, 'golden'))).sort()).toEqual(names.sort());
  });

  it('of the program names every exit code, and the README does too', () => {
    const told = EXIT_MEANINGS.map(([name]) => EXIT[name]);
    expect(told).toEqual(Object.values(EXIT));
    for (const code of told) expect(readme).toMatch(new RegExp(`^\\| ${code} +\\|`, 'm'));
  });

  it('names the variables that the README names', () => {
    const [table = ''] = /^\| variable[^]*?\n\n/m.exec(readme) ?? [];
    const named = [...table.matchAll(/`([A-Z_]{4,})`/g)].map(([, name]) => name);
    expect([...new Set(named)].sort()).toEqual(
      Object.keys(VARIABLES)
        .filter((name) => name !== 'NO_COLOR')
        .sort(),
    );
  });
});

/** What a row of the command table names: the command and, further on, the flags. */
const rows = [...readme.matchAll(/^\| (`flowrecon [^|]*?) +\| (.*?) *\|$/gm)].map(
  ([, left = '', right = '']) => {
    const words = [...left.matchAll(/`([^`]+)`/g)].map(([, text]) => (text ?? '').split(' '));
    const [first = [], ...others] = words;
    const verbs = first.slice(1).filter((word) => /^[a-z]+$/.test(word));
    const paths = [verbs, ...others.map(([name = '']) => [...verbs.slice(0, -1), name])];
    return {
      left,
      paths,
      // `plan --out` in the row of apply is not about apply.
      flags: [...left.matchAll(/--[a-z-]+/g), ...right.matchAll(/(?<=`)--[a-z-]+/g)].map(([flag]) => flag),
    };
  },
);

describe('the command reference of the README', () => {
  it('has a row for every command, and none for another one', () => {
    const named = rows.flatMap(({ paths }) => paths.map((path) => path.join(' ')));
    const leaves = pages.filter(({ shape }) => shape.commands.length === 0).map(({ path }) => path.join(' '));
    expect([...new Set(named)].sort()).toEqual(leaves.sort());
  });

  it.each(rows)('names only flags that $left has', ({ paths, flags }) => {
    for (const path of paths) {
      const page = pages.find(({ path: own }) => own.join(' ') === path.join(' '));
      const known = page?.shape.options.flatMap(({ names }) => names) ?? [];
      expect(flags.filter((flag) => !known.includes(flag))).toEqual([]);
    }
  });

  it('names no flag anywhere that no command has', () => {
    const known = new Set(pages.flatMap(({ shape }) => shape.options.flatMap(({ names }) => names)));
    // What follows `npm run` is for the script, and the table of the benchmark speaks of other programs.
    const ours = readme.replaceAll(
      /`npm run [^`]*`|<!-- table of npm run bench -->[^]*?<!-- end of the table -->/g,
      '',
    );
    const flags = new Set([...ours.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([flag]) => flag));
    expect([...flags].filter((flag) => !known.has(flag))).toEqual([]);
  });
});

describe('a schema', () => {
  it('can be printed if it is shipped', async () => {
    const files = await readdir(join(PROJECT, 'schemas'));
    expect(files.sort()).toEqual(SCHEMA_NAMES.map((name) => `${name}.schema.json`).sort());
  });
});
