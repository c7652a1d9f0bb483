// What a command that talks to the platform works with, and how it is opened and closed again.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Host } from '../core/ports.ts';
import type { SharedOptions } from '../core/request.ts';
import { success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { configure, openPlatform } from '../wiring.ts';
import type { Platform, Setup } from '../wiring.ts';
import type { Voice } from './voice.ts';

/** A command before anything has been read. */
export interface Start<Request extends SharedOptions> {
  readonly request: Request;
  readonly host: Host;
  readonly voice: Voice;
}

/** A command with its configuration read and its platform open. */
export interface Desk<Request extends SharedOptions> extends Start<Request> {
  readonly setup: Setup;
  readonly platform: Platform;
}

/** Opens the desk, works at it, and closes the platform whatever happens. */
export async function workAtDesk<Request extends SharedOptions, Answer>(
  start: Start<Request>,
  work: (desk: Desk<Request>) => Promise<Answer>,
): Promise<Result<Answer, readonly Diagnostic[]>> {
  const { request, host, voice } = start;
  const configured = await configure(request, host);
  if (!configured.ok) return configured;
  const setup = configured.value;
  voice.tell(setup.configuration.warnings);
  const opened = await openPlatform(request, host, { setup, log: voice.log });
  if (!opened.ok) return opened;
  const platform = opened.value;
  try {
    return success(await work({ ...start, setup, platform }));
  } finally {
    await platform.close();
  }
}
