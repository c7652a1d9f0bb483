// Pages below docs/ as the tests look at them: sections by their heading, code blocks, links.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../support/run-cli.ts';

/** A file of the checkout. */
export function read(path: string): string {
  return readFileSync(join(PROJECT, path), 'utf8');
}

/** A heading with the text up to the next one of any level. */
export interface Section {
  level: number;
  heading: string;
  text: string;
}

/** The sections of a page; a `#` inside a code block is no heading. */
export function sectionsOf(markdown: string): Section[] {
  const sections: Section[] = [];
  let fenced = false;
  for (const line of markdown.split('\n')) {
    if (/^\s*```/.test(line)) fenced = !fenced;
    const [, marks, heading] = (fenced ? null : /^(#+) (.+)$/.exec(line)) ?? [];
    if (marks !== undefined && heading !== undefined)
      sections.push({ level: marks.length, heading, text: '' });
    else {
      const last = sections.at(-1);
      if (last !== undefined) last.text += `${line}\n`;
    }
  }
  return sections;
}

/** The anchor that code hosts give a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

/** A fenced block of code, with the indentation of its fence taken away. */
export interface Block {
  language: string;
  text: string;
}

/** Every fenced block of a text. */
export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^( *)```(\w*)\n([^]*?)^ *```$/gm)].map(
    ([, indent = '', language = '', text = '']) => ({
      language,
      text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );
}

/** Members of a union of string literals in a source file. */
export function unionOf(path: string, type: string): string[] {
  const [, union = ''] = new RegExp(`export type ${type} =([^;]*);`).exec(read(path)) ?? [];
  return [...union.matchAll(/'([^']+)'/g)].map(([, member = '']) => member);
}
