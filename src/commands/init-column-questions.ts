// Asks a person on a terminal for the columns that a guess leaves open.
import { columnOf, unsettledFields } from '../core/column-mapping.ts';
import type { ColumnChoice } from '../core/column-mapping.ts';
import type { InventoryColumn, InventoryField } from '../core/inventory.ts';
import { loadTerminal } from '../wiring.ts';
import { loadListForm } from '../wiring-export.ts';

/** What the columns stand for, and the sandbox of rows that name none. */
export interface SettledColumns {
  readonly columns: readonly InventoryColumn[];
  readonly sandbox?: string;
}

/** Asks for every field that is not settled, as far as columns reach. Undefined after Ctrl-C. */
export async function askForColumns(
  guess: SettledColumns,
  stop: AbortSignal,
  mapWith: (made: readonly ColumnChoice[]) => readonly InventoryColumn[],
): Promise<SettledColumns | undefined> {
  const made: ColumnChoice[] = [];
  let settled = guess;
  for (;;) {
    const [field] = unsettledFields(settled.columns, settled.sandbox);
    const choices = [...readable(settled.columns), ...(field === 'sandbox' ? [ONE_SANDBOX] : [])];
    // A table may have fewer columns than are needed.
    if (field === undefined || choices.length === 0) return settled;
    const header = await askForColumn(field, { columns: settled.columns, choices, stop });
    if (header === undefined) return undefined;
    if (header === ONE_SANDBOX) {
      const sandbox = await askForSandbox(stop);
      if (sandbox === undefined) return undefined;
      settled = { ...settled, sandbox };
    } else {
      made.push({ field, header });
      settled = { ...settled, columns: mapWith(made) };
    }
  }
}

const ONE_SANDBOX = '(none: all rows are of one sandbox)';

interface Choice {
  readonly columns: readonly InventoryColumn[];
  readonly choices: readonly string[];
  readonly stop: AbortSignal;
}

async function askForColumn(
  field: InventoryField,
  { columns, choices, stop }: Choice,
): Promise<string | undefined> {
  const { askForOne } = await loadTerminal();
  const usual = columns[columnOf(columns, field) ?? -1]?.header;
  const message = `Which column holds the ${field}?`;
  return askForOne({ message, choices, ...(usual !== undefined && { usual }) }, stop);
}

/** A column that another field was guessed to be in may be meant all the same; one that may hold secrets may not. */
function readable(columns: readonly InventoryColumn[]): readonly string[] {
  const isOpen = ({ use }: InventoryColumn): boolean =>
    use.kind !== 'secret' && !(use.kind === 'field' && use.how === 'given');
  return [...new Set(columns.filter(isOpen).map(({ header }) => header))];
}

async function askForSandbox(stop: AbortSignal): Promise<string | undefined> {
  const [{ askForText }, { isSandbox }] = await Promise.all([loadTerminal(), loadListForm()]);
  const fault = (name: string): string | undefined =>
    isSandbox(name) ? undefined : 'lower-case letters, digits and - only';
  return askForText({ message: 'Which sandbox is it?', usual: 'dev', fault }, stop);
}

/** Asks whether the guess holds; undefined after Ctrl-C. */
export async function confirmColumns(stop: AbortSignal): Promise<boolean | undefined> {
  const { askToGoOn } = await loadTerminal();
  const answer = await askToGoOn('Are the columns taken for what they are?', stop);
  return answer === 'interrupted' ? undefined : answer === 'yes';
}
