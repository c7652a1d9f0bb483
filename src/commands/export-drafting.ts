// Makes the text of an export and holds it against what flowrecon itself would make of it: the text is read back by the
// check of every list, planned by the plan of every run, and whatever is not left alone is taken out again.
import type { ActionThat } from '../core/action.ts';
import type { ConnectionKey, DesiredConnection } from '../core/connection.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { objections, planAfterExport, planExport, withdraw } from '../core/exporting.ts';
import type { Export, ExportQuestion, Omission } from '../core/exporting.ts';
import { quoted } from '../core/quoting.ts';
import type { State } from '../core/state.ts';
import { exportLayout, named } from '../report/export-text.ts';
import type { ExportScope } from '../report/export-text.ts';
import { loadSelection } from '../wiring.ts';
import { loadListForm } from '../wiring-export.ts';
import type { Reading } from './export-reading.ts';
import type { ExportDesk } from './export-request.ts';

/** A list that is fit to be written. */
export interface Draft {
  readonly text: string;
  readonly exported: Export;
  /** What `plan` would adopt: everything in it that is not recorded yet. */
  readonly adoptions: readonly ActionThat<'adopt'>[];
}

type ListForm = Awaited<ReturnType<typeof loadListForm>>;

/** Drafts the list for what was read. */
export async function draftExport(
  { request, scope, setup }: ExportDesk,
  state: State,
  { observed, read, unread }: Reading,
): Promise<Draft> {
  const { unmanaged } = request;
  const { desired, moves } = setup.configuration;
  const { matchKeys } = await loadSelection();
  const matches = matchKeys(scope.only);
  const form = await loadListForm();
  return settle(
    {
      desired,
      moves,
      state,
      observed,
      unmanaged,
      selectsKey: (key) => scope.only.length === 0 || matches(key),
      mayStand: form.mayStand,
    },
    { read, unread, unmanaged },
    form,
  );
}

/** Every round leaves less in the list, so that it comes to an end. */
function settle(question: ExportQuestion, comments: ExportScope, form: ListForm): Draft {
  let exported = planExport(question);
  for (;;) {
    const text = form.listText(exportLayout(exported, comments));
    const { entries, faults } = reread(text, exported, form);
    const plan = planAfterExport(question, entries);
    const reasons = new Map([...objections(plan, exported), ...faults]);
    if (reasons.size === 0) {
      return { text, exported, adoptions: plan.actions.filter((action) => action.kind === 'adopt') };
    }
    exported = withdraw(exported, reasons);
  }
}

interface Checked {
  readonly entries: readonly DesiredConnection[];
  readonly faults: ReadonlyMap<ConnectionKey, string>;
}

function reread(text: string, exported: Export, { rereadList }: ListForm): Checked {
  const items = rereadList(text);
  // Nothing that the platform holds can bring that about; a list that reads as another one must not be written.
  if (items.length !== exported.entries.length)
    throw new TypeError('the list does not read as it was written');
  const faults = new Map<ConnectionKey, string>();
  const entries: DesiredConnection[] = [];
  for (const [index, { key }] of exported.entries.entries()) {
    const item = items[index];
    if (item?.entry?.key === key) entries.push(item.entry);
    else faults.set(key, faultOf(item));
  }
  return { entries, faults };
}

function faultOf(item: ReturnType<ListForm['rereadList']>[number] | undefined): string {
  return item !== undefined && 'fault' in item ? item.fault : 'its key cannot be written';
}

/** What is told about connections that no entry stands for. */
export function omissionFindings({ omitted }: Export): Diagnostic[] {
  return omitted.map((omission) => ({
    severity: 'warning',
    code: 'not-exported',
    summary: `${named(omission.connection)} of ${omission.sandbox} is not exported: ${omission.reason}`,
    fix: wayOut(omission),
  }));
}

function wayOut({ connection, sandbox }: Omission): string {
  return `Correct it in AEP and export again; or write an entry for it and run: flowrecon import ${quoted(`${sandbox}/<key>`)} ${connection.id}.`;
}
