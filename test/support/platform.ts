// A platform for one test: the emulator in this process, and the environment that leads a child to it.
import type { EmulatorSettings } from '../../src/emulator/settings.ts';
import type { Emulator } from '../../src/emulator/server.ts';
import type { Environment } from './run-cli.ts';

/** A connection that stands on the platform, as the control API shows it. */
interface Standing {
  sandbox: string;
  id: string;
  etag: string;
  name: string;
  description?: string;
  params: Record<string, unknown>;
}

/** A platform under test. */
export interface TestPlatform extends Emulator {
  /** What a child needs to find and enter the platform. */
  env: Environment;
  /** Everything that stands, in every sandbox. */
  standing: () => Promise<Standing[]>;
  /** `sandbox/name` of everything that stands, sorted: twice means two connections. */
  names: () => Promise<string[]>;
  /** A call of the control API. */
  control: (method: string, path: string, body?: unknown) => Promise<void>;
}

/** Starts a platform; whoever starts it closes it. */
export async function startPlatform(settings: Partial<EmulatorSettings> = {}): Promise<TestPlatform> {
  // Loaded when asked for: it brings a web server, and not every test needs one.
  const { startEmulator } = await import('../../src/emulator/server.ts');
  const emulator = await startEmulator({ settings });
  const { url } = emulator;
  const standing = async (): Promise<Standing[]> => {
    const answer = await fetch(`${url}/__emulator/connections`);
    return ((await answer.json()) as { connections: Standing[] }).connections;
  };
  return {
    ...emulator,
    env: {
      AEP_PLATFORM_URL: url,
      AEP_IMS_URL: url,
      AEP_ORG_ID: 'ACME@AdobeOrg',
      AEP_CLIENT_ID: 'client',
      AEP_CLIENT_SECRET: 'client-secret',
    },
    standing,
    names: async () => (await standing()).map(({ sandbox, name }) => `${sandbox}/${name}`).sort(),
    async control(method, path, body = {}) {
      const answer = await fetch(`${url}/__emulator/${path}`, { method, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(await answer.text());
    },
  };
}

/** Waits until something holds; a run that ends before it does is told by the test's own time limit. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}
