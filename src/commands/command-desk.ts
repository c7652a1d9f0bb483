// What a command works with: a run whose words go to a process.
import type { Host } from '../core/ports.ts';
import type { SharedOptions } from '../core/request.ts';
import type { Desk, Start } from '../reconcile/desk.ts';
import type { Voice } from './voice.ts';

/** A command before anything has been read. */
export interface CommandStart<Request extends SharedOptions> extends Start<Request> {
  readonly host: Host;
  readonly voice: Voice;
}

/** A command with its configuration read and its platform open. */
export type CommandDesk<Request extends SharedOptions> = CommandStart<Request> & Desk<Request>;
