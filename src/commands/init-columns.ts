// Settles what the columns of an inventory stand for: flags first, then a guess, which a person confirms where there is
// one, and which has to be certain where there is none.
import { columnOf, mapColumns, unsettledFields } from '../core/column-mapping.ts';
import type { ColumnChoice, NameJudge } from '../core/column-mapping.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { InventoryColumn, InventoryField, InventoryTable } from '../core/inventory.ts';
import { quoted } from '../core/quoting.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { columnTable } from '../report/inventory-text.ts';
import { loadNameJudge } from '../wiring-init.ts';
import { interruption } from '../reconcile/findings.ts';
import { askForColumns, confirmColumns } from './init-column-questions.ts';
import type { SettledColumns } from './init-column-questions.ts';
import type { InitDesk } from './init-desk.ts';

/** Settles the columns, or says which flags would. */
export async function settleColumns(
  desk: InitDesk,
  table: InventoryTable,
  named: readonly ColumnChoice[],
): Promise<Result<SettledColumns, Diagnostic>> {
  const { request, host, voice } = desk;
  const judge = await loadNameJudge();
  const { header } = table;
  const fault = choiceFault(table, named, judge);
  if (fault !== undefined) return refusal(fault);
  const [sandbox, another] = request.sandboxes;
  if (another !== undefined) return refusal(oneSandbox);
  const guessed = mapColumns(header, named, judge);
  const settled = { columns: guessed, ...(sandbox !== undefined && { sandbox }) };
  const asks = host.interactive && !request.yes && !request.json;
  const answer = asks
    ? await askForColumns(settled, host.stop, (made) => mapColumns(header, [...named, ...made], judge))
    : settled;
  if (answer === undefined) return refusal(interruption());
  const { columns } = answer;
  voice.say(columnTable(table, columns, voice.errPage));
  const open = unsettledFields(columns, answer.sandbox);
  if (open.length > 0) return refusal(unclear(table, columns, open));
  const confirmed = asks ? await confirmColumns(host.stop) : true;
  if (confirmed === undefined) return refusal(interruption());
  return confirmed ? success(answer) : refusal(unclear(table, columns, []));
}

/** What is wrong with the columns that were named. */
function choiceFault(
  { file, header }: InventoryTable,
  named: readonly ColumnChoice[],
  { isSensitive, closest }: NameJudge,
): Diagnostic | undefined {
  for (const { field, header: name } of named) {
    const found = header.filter((each) => each === name).length;
    if (found === 0) return noColumn(file, name, closest(name, header));
    if (found > 1) return columnTwice(file, name);
    if (isSensitive(name) && !field.startsWith('password-')) return secretColumn(name);
  }
  return undefined;
}

const oneSandbox: Diagnostic = {
  severity: 'error',
  code: 'usage',
  summary: 'every row of an inventory becomes one connection in one sandbox, and several --sandbox are given',
  fix: 'Name one sandbox, or none and a column with --column sandbox=HEADER.',
};

function noColumn(file: string, name: string, near: string | undefined): Diagnostic {
  const meant = near === undefined ? '' : ` Did you mean ${quoted(near)}?`;
  const fix = `Write it as it stands in the first row of ${file}.${meant}`;
  return { severity: 'error', code: 'usage', summary: `${file} has no column ${quoted(name)}`, fix };
}

function columnTwice(file: string, name: string): Diagnostic {
  const summary = `${file} has several columns ${quoted(name)}`;
  return { severity: 'error', code: 'usage', summary, fix: 'Give each of them a name of its own.' };
}

function secretColumn(name: string): Diagnostic {
  return {
    severity: 'error',
    code: 'column-refused',
    summary: `column ${quoted(name)} may hold secrets by its name, and what stands in it would be written into the list`,
    fix: 'Rename the column if it holds none. Passwords come from --password-env or --password-file.',
  };
}

/** The flags that say what the guess says, and what it leaves open. */
function unclear(
  { file }: InventoryTable,
  columns: readonly InventoryColumn[],
  open: readonly InventoryField[],
): Diagnostic {
  const flags = open.flatMap((field) =>
    columnOf(columns, field) === undefined ? [`--column ${field}=HEADER`] : [],
  );
  const known = columns.flatMap(({ header, use }) =>
    use.kind === 'field' ? [`--column ${quoted(`${use.field}=${header}`)}`] : [],
  );
  const one = open.includes('sandbox') ? ' One sandbox for all rows is --sandbox NAME.' : '';
  const fix = `Say it with ${[...flags, ...known].join(' ')}.${one}`;
  const summary =
    open.length === 0
      ? `the columns of ${file} were not confirmed, so nothing was written`
      : `it is not certain which columns of ${file} hold ${open.join(', ')}`;
  return { severity: 'error', code: 'columns-unclear', summary, fix };
}
