// The rows of a run as the page of the HTML report carries them: every value as the text that is shown. Pure.
import { addressOf } from '../core/code-host.ts';
import { describeTarget, targetOf } from '../core/connection.ts';
import type { FieldChange } from '../core/diff.ts';
import type { ReportRow } from '../core/report-rows.ts';
import { ROW_OUTCOMES } from '../core/row-outcome.ts';
import { OUTCOME_WORDS, changeText, sentencesOf } from './report-words.ts';
import type { PageContent, PageRow } from './page/shape.ts';
import { shownValue } from './sentences.ts';
import { visible } from './visible.ts';

/** What the page carries of these rows. */
export function pageContent(rows: readonly ReportRow[], sources: string | undefined): PageContent {
  const outcomes = ROW_OUTCOMES.map((outcome) => ({ outcome, words: OUTCOME_WORDS[outcome] }));
  return { outcomes, rows: rows.map((row) => pageRow(row, sources)) };
}

/** What is absent is left out: with ten thousand entries, every member counts. */
function pageRow(row: ReportRow, sources: string | undefined): PageRow {
  const { key, name, sandbox, outcome, range, id, durationMs } = row;
  const change = changeText(row);
  const sentences = [...targetText(row), ...sentencesOf(row)].map(visible);
  const fields = [...row.fields.map(fieldTexts), ...row.left.map(leftTexts)];
  const address = range && addressOf(range, sources);
  return {
    key: visible(key),
    name: visible(name),
    sandbox: visible(sandbox),
    outcome,
    ...(change !== '' && { change: visible(change) }),
    ...(sentences.length > 0 && { sentences }),
    ...(fields.length > 0 && { fields }),
    ...(row.drift !== undefined && { drift: true }),
    ...(range !== undefined && { place: visible(`${range.file}:${range.line}`) }),
    ...(address !== undefined && { address }),
    ...(id !== null && { id: visible(id) }),
    ...(durationMs !== null && { took: durationMs }),
  };
}

/** Where a new connection is to lead: of its many fields the one that a reader looks for. */
function targetText({ actions }: ReportRow): string[] {
  return actions.flatMap((action) =>
    action.kind === 'create' || action.kind === 'recreate'
      ? [describeTarget(targetOf(action.entry.params))]
      : [],
  );
}

function fieldTexts({ path, before, after, sensitive }: FieldChange): string[] {
  const values = sensitive ? ['(secret)', '(secret)'] : [shownValue(before), shownValue(after)];
  return [path, ...values].map(visible);
}

function leftTexts(change: FieldChange): string[] {
  return [...fieldTexts(change), 'left as it is: onDrift is report'];
}
