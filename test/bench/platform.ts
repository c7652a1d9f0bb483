// A platform in a process of its own, so that what a client uses is measured alone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { EmulatorSettings } from '../../src/emulator/settings.ts';
import { CLI } from './child.ts';

/** A platform under load. */
export interface BenchPlatform {
  readonly url: string;
  /** What a client needs to find and enter it. */
  readonly env: Readonly<Record<string, string>>;
  readonly change: (settings: Partial<EmulatorSettings>) => Promise<void>;
  readonly close: () => void;
}

/** Runs work against a platform, and ends the platform with it. */
export async function withPlatform<Value>(
  settings: Partial<EmulatorSettings>,
  work: (platform: BenchPlatform) => Promise<Value>,
): Promise<Value> {
  const platform = await startPlatform();
  try {
    await platform.change(settings);
    return await work(platform);
  } finally {
    platform.close();
  }
}

async function startPlatform(): Promise<BenchPlatform> {
  const child = spawn(process.execPath, [CLI, 'emulator', '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const { url } = JSON.parse(said.toString('utf8')) as { url: string };
  return {
    url,
    env: {
      AEP_PLATFORM_URL: url,
      AEP_IMS_URL: url,
      AEP_ORG_ID: 'ACME@AdobeOrg',
      AEP_CLIENT_ID: 'client',
      AEP_CLIENT_SECRET: 'client-secret',
      DB2_PASSWORD: 'hunter2',
    },
    async change(settings) {
      const body = JSON.stringify(settings);
      const answer = await fetch(`${url}/__emulator/settings`, { method: 'PATCH', body });
      if (!answer.ok) throw new Error(await answer.text());
    },
    // It keeps nothing, so it need not end in good order.
    close: () => child.kill('SIGKILL'),
  };
}
