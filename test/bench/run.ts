// `npm run bench`: runs the measurements that are named, or all of them, and tells what they found.
// `--write` puts the table into the README, `--json FILE` says where everything that was found is written.
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bookkeeping } from './bookkeeping.ts';
import { checking } from './checking.ts';
import { creating } from './creating.ts';
import type { Measurement, Row } from './figures.ts';
import { held } from './figures.ts';
import { growth } from './growth.ts';
import { machineText, thisMachine } from './machine.ts';
import { night } from './night.ts';
import { peers } from './peers.ts';
import { quota } from './quota.ts';
import { writeReadme } from './readme.ts';
import { start } from './start.ts';
import { tableOf } from './table.ts';

const measurements: readonly Measurement[] = [
  start,
  checking,
  creating,
  peers,
  night,
  bookkeeping,
  growth,
  quota,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: 'boolean', default: false },
    json: { type: 'string', default: '.bench/figures.json' },
  },
});

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

const names = measurements.map(({ name }) => name);
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0)
  throw new Error(`no measurement ${unknown.join(', ')}; there are ${names.join(', ')}`);
if (values.write && positionals.length > 0) throw new Error('the README shows whole runs only');

const machine = await thisMachine();
const rows: Row[] = [];
const skipped: string[] = [];
for (const { name, measure } of measurements) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const startedAt = performance.now();
  const found = await measure();
  rows.push(...found.rows);
  skipped.push(...(found.skipped ?? []));
  tell(`${name}: ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
}
const table = tableOf(rows);
const missed = rows.filter((row) => held(row) === false).length;
const closing = [machineText(machine), ...skipped.map((what) => `Skipped: ${what}.`)].join(' ');
process.stdout.write(`\n${table}\n\n${closing}\n${missed} of ${rows.length} figures miss their mark.\n`);
const document = { ...machine, rows: rows.map((row) => ({ ...row, held: held(row) ?? null })), skipped };
await writeFile(resolve(values.json), `${JSON.stringify(document, null, 2)}\n`);
if (values.write) await writeReadme(`${table}\n\n${closing}`);
