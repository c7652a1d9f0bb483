// What the steps of an init hand to each other, and how they name the list in commands.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { InitRequest } from '../core/request.ts';
import { commandLine } from '../core/quoting.ts';
import type { Result } from '../core/result.ts';
import type { InventoryReport } from '../report/init-json.ts';
import type { FirstFolder, SchemaPlace } from '../wiring-init.ts';
import type { CommandStart } from './command-desk.ts';

/** An init at work. */
export interface InitDesk extends CommandStart<InitRequest> {
  readonly folder: FirstFolder;
  readonly schema: SchemaPlace;
}

/** A list that is fit to be written. */
interface FirstDraft {
  readonly text: string;
  readonly entries: number;
  /** What to do next, step by step. */
  readonly next: readonly string[];
  /** Rows that are left out: they decide the exit code. */
  readonly findings: readonly Diagnostic[];
  readonly inventory?: InventoryReport;
}

/** Why there is no list, and how far an inventory was read. */
interface NoDraft {
  readonly problems: readonly Diagnostic[];
  readonly inventory?: InventoryReport;
}

/** A drafted list, or why there is none. */
export type Drafted = Result<FirstDraft, NoDraft>;

/** A command about the list, to be run next. */
export function commandOn({ out }: InitRequest, verb: string): string {
  return commandLine(['flowrecon', verb, ...(out === 'connections.yaml' ? [] : ['-f', out])]);
}
