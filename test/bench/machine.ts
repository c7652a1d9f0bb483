// What was measured, where and when: without it no figure means anything.
import { readFile } from 'node:fs/promises';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from './child.ts';

/** Where and with what a run measured. */
export interface Machine {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Processes that wanted a processor before the first measurement. */
  readonly load: number;
}

/** Looks at the machine and at what is installed. */
export async function thisMachine(): Promise<Machine> {
  const [first] = cpus();
  const packages = await Promise.all(['ky', 'p-limit', 'yaml'].map(versionOf));
  const { version } = JSON.parse(await readFile(join(PROJECT, 'package.json'), 'utf8')) as {
    version: string;
  };
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    system: `${platform()} ${release()} ${arch()}`,
    versions: { flowrecon: version, node: process.versions.node, ...Object.fromEntries(packages) },
    load: loadavg()[0] ?? 0,
  };
}

async function versionOf(name: string): Promise<readonly [string, string]> {
  const manifest = await readFile(join(PROJECT, 'node_modules', name, 'package.json'), 'utf8');
  return [name, (JSON.parse(manifest) as { version: string }).version];
}

/** More than this share of the processors busy with other work distorts every wall time. */
const BUSY = 0.25;

/** The machine in one sentence, and another one where it was not idle. */
export function machineText({ date, cpu, cores, memoryGb, system, versions, load }: Machine): string {
  const busy = load > cores * BUSY ? ` The machine had other work to do (load ${load.toFixed(1)}).` : '';
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `Measured on ${date}: ${cores} cores of ${cpu}, ${memoryGb} GB, ${system}; ${named.join(', ')}.${busy}`;
}
