// What a command that talks to the platform works with, and how it is opened and closed again.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Surroundings } from '../core/ports.ts';
import type { RunRequest } from '../core/request.ts';
import { success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { configure, openPlatform } from '../wiring.ts';
import type { Platform, Setup } from '../wiring.ts';
import type { RunVoice } from './run-voice.ts';

/** A run before anything has been read. */
export interface Start<Request extends RunRequest = RunRequest> {
  readonly request: Request;
  readonly host: Surroundings;
  readonly voice: RunVoice;
}

/** What is opened for a run: its configuration is read, and its platform can be talked to. */
interface Opened {
  readonly setup: Setup;
  readonly platform: Platform;
}

/** What a run works at. */
export type Desk<Request extends RunRequest = RunRequest> = Start<Request> & Opened;

/** Opens the desk, works at it, and closes the platform whatever happens. */
export async function workAtDesk<Begun extends Start, Answer>(
  start: Begun,
  work: (desk: Begun & Opened) => Promise<Answer>,
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
