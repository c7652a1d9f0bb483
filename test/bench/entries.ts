// The accounts that every measurement works on: the same fields whoever sends them.
import { join } from 'node:path';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { connectionKey } from '../../src/core/connection.ts';
import type { DesiredConnection } from '../../src/core/connection.ts';
import { createBody } from '../../src/flow-service/translate.ts';
import { sealSecret } from '../../src/core/secret.ts';
import { anEntry } from '../support/builders.ts';

/** The password of all of them. */
export const PASSWORD = sealSecret('hunter2');

/** So many entries of one sandbox; the prefix keeps the names of several runs apart. */
export function someEntries(count: number, prefix: string): DesiredConnection[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `${prefix}-${index}`;
    return anEntry({
      key: connectionKey('dev', name),
      name,
      description: 'Order master, Frankfurt',
      params: {
        server: `db2-${index}.example.com:50000`,
        database: 'ORDERS',
        authenticationType: 'Basic',
        username: 'aep_reader',
      },
    });
  });
}

/** What is posted to create them. */
export function someBodies(count: number, prefix: string): string[] {
  return someEntries(count, prefix).map((entry) => JSON.stringify(createBody(entry, PASSWORD)));
}

/** A list as people write it: so many entries, in turn in so many sandboxes. */
function listText(count: number, sandboxes = 1): string {
  const items = Array.from({ length: count }, (_, index) =>
    [
      `  - name: Orders ${index}`,
      `    key: orders-${index}`,
      `    sandbox: team-${index % sandboxes}`,
      '    description: Order master, Frankfurt',
      `    server: db2-${index}.example.com:50000`,
      '    database: ORDERS',
      '    username: aep_reader',
      '    password: { env: DB2_PASSWORD }',
      '    tags: [orders, eu]',
    ].join('\n'),
  );
  return `version: 1\nconnections:\n${items.join('\n')}\n`;
}

/** The names of the sandboxes of such a list. */
export function sandboxNames(sandboxes: number): string[] {
  return Array.from({ length: sandboxes }, (_, index) => `team-${index}`);
}

/** Works in a folder that is gone afterwards. */
export async function inFolder<Value>(work: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), 'flowrecon-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes such a list; its path. */
export async function writeList(folder: string, count: number, sandboxes = 1): Promise<string> {
  const path = join(folder, `connections-${count}.yaml`);
  await writeFile(path, listText(count, sandboxes));
  return path;
}
