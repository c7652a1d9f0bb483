// The page that messages lead to holds a section for everything that a person can meet, and says nothing that is not so.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXIT } from '../../src/core/outcome.ts';
import { PROJECT } from '../support/run-cli.ts';
import { anchorOf, blocksOf, read, sectionsOf, unionOf } from './pages.ts';
import type { Section } from './pages.ts';
import { callsIn, faultOf, inlineCalls } from './recipe-commands.ts';

const page = read('docs/what-happens-when.md');
const sections = sectionsOf(page);
const codes = unionOf('src/core/diagnostic.ts', 'DiagnosticCode');

/** The sections below a heading of the second level. */
function below(heading: string): Section[] {
  const from = sections.findIndex((section) => section.level === 2 && section.heading === heading);
  const rest = sections.slice(from + 1);
  const end = rest.findIndex(({ level }) => level <= 2);
  return rest.slice(0, end < 0 ? rest.length : end);
}

const BY_CODE = [
  'The list',
  'Secrets and credentials',
  'The platform',
  'Planning and applying',
  'Testing and exploring',
  'The state',
];
const coded = BY_CODE.flatMap(below);

const sources = readdirSync(join(PROJECT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => read(join('src', path)))
  .join('\n')
  .replaceAll('\\`', '`');

/** What a section quotes of messages, in the pieces between what varies. */
function quotedPieces({ text }: Section): string[] {
  const [, seen = ''] = /\*\*You see\*\*([^]*?)\n- \*\*Done/.exec(text) ?? [];
  return [...seen.replaceAll(/\n +/g, ' ').matchAll(/`([^`]+)`/g)].flatMap(([, quote = '']) =>
    quote.split('…'),
  );
}

describe('what happens when', () => {
  test('has a section for every code, and none left over', () => {
    expect(codes.length).toBeGreaterThan(50);
    expect(coded.map(({ heading }) => heading).sort()).toEqual([...codes].sort());
  });

  test.for(coded)('$heading says what is seen, what was done and what to do', ({ text }) => {
    expect(text.match(/\*\*(You see|Done:|To do:)\*\*/g)).toEqual(['**You see**', '**Done:**', '**To do:**']);
  });

  test.for(coded)('$heading quotes what messages say', (section) => {
    const pieces = quotedPieces(section).map((piece) => piece.trim());
    expect(pieces.filter((piece) => !sources.includes(piece))).toEqual([]);
  });

  test('no code is left in the list of codes that nothing tells', () => {
    const list = read('src/core/diagnostic.ts');
    const others = sources.replace(list, '').replace(read('src/core/outcome.ts'), '');
    expect(codes.filter((code) => !others.includes(`'${code}'`))).toEqual([]);
  });

  test('has a section for every exit code', () => {
    const expected = Object.values(EXIT).map((code) => `Exit code ${code}`);
    expect(below('Exit codes').map(({ heading }) => heading)).toEqual(expected);
  });

  test('knows every kind of failure of one entry, and no code that does not exist', () => {
    const table = sections.find(({ heading }) => heading === 'One failed entry')?.text ?? '';
    const named = [...table.matchAll(/^\| ([^|]+)\|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code),
    );
    expect(named).toEqual(expect.arrayContaining(unionOf('src/core/failure.ts', 'FailureKind')));
    expect(named.filter((code) => !sources.includes(`'${code}'`))).toEqual([]);
  });
});

test('what happens when names commands and flags that exist', () => {
  const shown = [...blocksOf(page).map(({ text }) => text), ...inlineCalls('docs/what-happens-when.md')];
  const calls = shown.map((text) => text.replaceAll('COMMAND', 'plan')).flatMap(callsIn);
  expect(calls.length).toBeGreaterThan(20);
  expect(calls.map(faultOf).filter((fault) => fault !== undefined)).toEqual([]);
});

const pages = readdirSync(join(PROJECT, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md'))
  .map((path) => join('docs', path));

describe('links', () => {
  test.for(['README.md', ...pages])('of %s lead somewhere', (path) => {
    const links = [...read(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const dead = links.filter((link) => {
      if (/^https?:/.test(link)) return false;
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : join(path, '..', file);
      try {
        const anchors = sectionsOf(read(target)).map(({ heading }) => anchorOf(heading));
        return anchor !== undefined && !anchors.includes(anchor);
      } catch {
        return true;
      }
    });
    expect(dead).toEqual([]);
  });
});
