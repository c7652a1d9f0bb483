// The place of the table in the README.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT } from './child.ts';

const PLACE = /(?<=<!-- table of npm run bench -->\n)[^]*?(?=<!-- end of the table -->)/;

/** Puts the table of a run into the README. */
export async function writeReadme(table: string): Promise<void> {
  const path = join(PROJECT, 'README.md');
  const text = await readFile(path, 'utf8');
  if (!PLACE.test(text)) throw new Error('the README has no place for the table');
  await writeFile(
    path,
    text.replace(PLACE, () => `\n${table}\n\n`),
  );
}
