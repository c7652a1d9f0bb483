// What a run does unless it is asked for something else: the same for the command line and for a program that embeds it.
import { DEFAULT_MAX_WAIT_MS } from './failure.ts';
import type { RunRequest } from './request.ts';

/** The request of a run that is asked for nothing. */
export const DEFAULT_REQUEST: RunRequest = {
  files: ['connections.yaml'],
  filesGiven: false,
  envFiles: [],
  emulator: false,
  allowExec: false,
  sandboxes: [],
  only: [],
  tags: [],
  /** The widest that a run is allowed to become unless asked otherwise. */
  concurrency: 16,
  /** The platform's gateway gives up after 60 s (neighbouring APIs); an answer later than that does not come. */
  timeoutMs: 65_000,
  maxWaitMs: DEFAULT_MAX_WAIT_MS,
  limits: {},
  /** No figure is published for the lag of a listing; ten seconds is well above the 3 to 5 s after which records settle. */
  settleDelayMs: 10_000,
  lockTimeoutMs: 0,
};
