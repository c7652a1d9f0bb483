// The same creates by what a user might take instead: whole programs, from start to end.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CLI, PROJECT, run, runNode, runSubject } from './child.ts';
import { inFolder, someBodies, writeList } from './entries.ts';
import type { Measurement, Row } from './figures.ts';
import { logIn } from './login.ts';
import { withPlatform } from './platform.ts';
import type { BenchPlatform } from './platform.ts';

const COUNT = 2_000;
const LATENCY_MS = 50;
const WIDTH = 32;

interface Setting {
  readonly platform: BenchPlatform;
  readonly headers: Record<string, string>;
  readonly folder: string;
}

/** flowrecon and its alternatives at the same work. */
export const peers: Measurement = {
  name: 'peers',
  measure: () =>
    inFolder((folder) =>
      withPlatform({ latency: { ms: LATENCY_MS }, sandboxes: ['dev', 'team-0'] }, async (platform) => {
        const setting: Setting = { platform, headers: await logIn(platform), folder };
        const ours = await applyAll(setting);
        const rows: Row[] = [
          row(`\`curl\` under \`xargs -P ${WIDTH}\``, await curlAll(setting), ours),
          row('a sequential loop of `fetch`', await extrapolate(setting, loop), ours),
        ];
        const newman = await findNewman();
        if (newman === undefined) {
          return { rows, skipped: ['Newman, which is not installed (NEWMAN may name its command)'] };
        }
        const byNewman = await extrapolate(setting, (...at) => runNewman(newman, ...at));
        return { rows: [...rows, row('Newman over a file', byNewman, ours)] };
      }),
    ),
};

function row(who: string, theirMs: number, ourMs: number): Row {
  return {
    work: `the same ${COUNT.toLocaleString('en')} creates by ${who}`,
    measured: '`apply` is so many times as fast',
    value: theirMs / ourMs,
    unit: 'x',
    mark: { atLeast: 1 },
    note: `${(theirMs / 1_000).toFixed(1)} s / ${(ourMs / 1_000).toFixed(1)} s`,
  };
}

/** The whole command, reading, planning and saving included. */
async function applyAll({ platform, folder }: Setting): Promise<number> {
  const list = await writeList(folder, COUNT);
  const args = ['apply', '--yes', '--json', '-f', list, '--concurrency', String(WIDTH)];
  const { wallMs } = await runNode([CLI, ...args], { env: platform.env });
  return wallMs;
}

async function curlAll({ platform, headers, folder }: Setting): Promise<number> {
  const bodies = someBodies(COUNT, 'curl').map(async (body, index) => {
    const path = join(folder, `body-${index}.json`);
    await writeFile(path, body);
    return `@${path}`;
  });
  const [list, config] = [join(folder, 'bodies'), join(folder, 'curl.conf')];
  await writeFile(list, `${(await Promise.all(bodies)).join('\n')}\n`);
  const fields = Object.entries(headers).map(([name, value]) => `header = "${name}: ${value}"`);
  const address = `url = "${platform.url}/data/foundation/flowservice/connections"`;
  await writeFile(config, ['silent', 'fail', 'output = "/dev/null"', address, ...fields].join('\n'));
  const line = `xargs -P ${WIDTH} -n 1 curl -K '${config}' --data < '${list}'`;
  const { code, wallMs, stderr } = await run('sh', ['-c', line]);
  if (code !== 0) throw new Error(`curl under xargs ended with ${String(code)}: ${stderr}`);
  return wallMs;
}

/** What comes one after the other goes on as it began, so that a part of it tells the whole. */
async function extrapolate(
  setting: Setting,
  work: (setting: Setting, count: number) => Promise<number>,
): Promise<number> {
  const [few, many] = [20, 220];
  const start = await work(setting, few);
  const perCreate = ((await work(setting, many)) - start) / (many - few);
  return start + perCreate * (COUNT - few);
}

async function loop({ platform: { url }, headers }: Setting, count: number): Promise<number> {
  const { wallMs } = await runSubject('create-sequential', { url, headers, count, prefix: `loop-${count}` });
  return wallMs;
}

type Command = readonly [program: string, ...args: string[]];

async function findNewman(): Promise<Command | undefined> {
  const named = process.env['NEWMAN'];
  const command: Command = named === undefined ? ['npx', '--no-install', 'newman'] : [named];
  const [program, ...args] = command;
  const found = await run(program, [...args, '--version'], { cwd: PROJECT }).catch(() => undefined);
  return found?.code === 0 ? command : undefined;
}

async function runNewman(
  [program, ...args]: Command,
  { platform, headers, folder }: Setting,
  count: number,
): Promise<number> {
  const [collection, values] = [join(folder, 'collection.json'), join(folder, `bodies-${count}.json`)];
  const request = {
    method: 'POST',
    url: `${platform.url}/data/foundation/flowservice/connections`,
    header: Object.entries(headers).map(([key, value]) => ({ key, value })),
    body: { mode: 'raw', raw: '{{body}}' },
  };
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  await writeFile(
    collection,
    JSON.stringify({ info: { name: 'creates', schema }, item: [{ name: 'create', request }] }),
  );
  await writeFile(values, JSON.stringify(someBodies(count, `newman-${count}`).map((body) => ({ body }))));
  const asked = ['run', collection, '--iteration-data', values, '--silent'];
  const { code, wallMs, stdout } = await run(program, [...args, ...asked], { cwd: PROJECT });
  if (code !== 0) throw new Error(`Newman ended with ${String(code)}: ${stdout}`);
  return wallMs;
}
