// Parses a list with the yaml package, and nothing else.
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { options, tell, timed } from './stopwatch.ts';

const { path } = options() as { path: string };
const { value, ...took } = await timed(async () => parse(await readFile(path, 'utf8')) as unknown);
if (typeof value !== 'object') throw new Error('that was no list');
tell(took);
