// Asks the sandbox API about sandboxes that could not be read: once for a run, and only where it could tell more. That it
// is closed to a credential, or fails, is no news: the run goes on without it.
import type { Failure } from '../core/failure.ts';
import type { Remote } from '../core/ports.ts';
import { judgeSandbox } from '../core/sandbox.ts';
import type { Sandbox, SandboxStandings } from '../core/sandbox.ts';
import { loadSuggestion } from '../wiring-online.ts';
import { isAboutSandbox } from './explaining.ts';

/** A sandbox that could not be read. */
export interface UnreadSandbox {
  readonly sandbox: string;
  readonly failure: Failure;
}

/** Finds out how sandboxes stand that could not be read. `reachable` is what is known of them already. */
export async function askAboutSandboxes(
  remote: Pick<Remote, 'sandboxes'>,
  unread: readonly UnreadSandbox[],
  reachable?: readonly Sandbox[],
): Promise<SandboxStandings> {
  const asked = unread.filter(({ failure }) => isAboutSandbox(failure));
  if (asked.length === 0) return new Map();
  const open = reachable ?? (await read(remote, 'reachable'));
  if (open === undefined) return new Map();
  // Whether a sandbox is there all the same, only an administrator is told.
  const missed = asked.some(({ sandbox }) => !open.some(({ name }) => name === sandbox));
  const all = missed ? ((await read(remote, 'all')) ?? []) : [];
  const { closest } = await loadSuggestion();
  const known = { reachable: open, all };
  return new Map(asked.map(({ sandbox }) => [sandbox, judgeSandbox(sandbox, known, closest)]));
}

async function read(
  remote: Pick<Remote, 'sandboxes'>,
  scope: 'reachable' | 'all',
): Promise<readonly Sandbox[] | undefined> {
  const sandboxes = await remote.sandboxes(scope);
  return sandboxes.ok ? sandboxes.value : undefined;
}
