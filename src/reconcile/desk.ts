// What a command that talks to the platform works with, and how it is opened and closed again.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Surroundings } from '../core/ports.ts';
import type { RunRequest } from '../core/request.ts';
import { success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { RunSetting } from '../core/run-report.ts';
import { configure, openPlatform } from '../wiring.ts';
import type { Platform, Setup } from '../wiring.ts';
import type { Ended } from './events.ts';
import { refuse } from './run-voice.ts';
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

/** Told what a run is about, as soon as that is known; what it says may change until the run has ended. */
type Noting = (setting: () => RunSetting) => void;

/** Opens the desk, works at it, and closes the platform whatever happens. */
export async function workAtDesk<Begun extends Start, Answer>(
  start: Begun,
  work: (desk: Begun & Opened) => Promise<Answer>,
  note?: Noting,
): Promise<Result<Answer, readonly Diagnostic[]>> {
  const { request, host, voice } = start;
  const configured = await configure(request, host);
  if (!configured.ok) return configured;
  const setup = configured.value;
  voice.tell(setup.configuration.warnings);
  const about = { entries: setup.selected, statePath: setup.statePath };
  note?.(() => about);
  const opened = await openPlatform(request, host, { setup, log: voice.log });
  if (!opened.ok) return opened;
  const platform = opened.value;
  const { target, brake } = platform;
  note?.(() => ({ ...about, target, ...(brake.limit !== undefined && { limit: brake.limit }) }));
  try {
    return success(await work({ ...start, setup, platform }));
  } finally {
    await platform.close();
  }
}

/** Works at a desk to the end of a run: a refusal is told, and what the run was about stands in its end. */
export async function runAtDesk<Begun extends Start>(
  start: Begun,
  work: (desk: Begun & Opened) => Promise<Ended>,
): Promise<Ended> {
  let about: (() => RunSetting) | undefined;
  const worked = await workAtDesk(start, work, (setting) => {
    about = setting;
  });
  const ended = worked.ok ? worked.value : { exitCode: refuse(start.voice, worked.problem) };
  return { ...ended, ...(about !== undefined && { about: about() }) };
}
