// The top of the HTML report: what the run was, how its entries came out, sandbox by sandbox, and what it had to say. Pure.
import type { Diagnostic } from '../core/diagnostic.ts';
import { groupBy } from '../core/grouping.ts';
import { compareText } from '../core/order.ts';
import { addressOf } from '../core/code-host.ts';
import { findingsBeside } from '../core/report-findings.ts';
import { countRows } from '../core/report-rows.ts';
import type { ReportRow } from '../core/report-rows.ts';
import type { RowOutcome } from '../core/row-outcome.ts';
import type { RunReport } from '../core/run-report.ts';
import { NOTHING, html } from './markup.ts';
import type { Markup } from './markup.ts';
import { OUTCOME_WORDS, countsText, factsText } from './report-words.ts';
import { counted, shownPlace } from './sentences.ts';
import { visible } from './visible.ts';

/** The head of the page. */
export function headPart(run: RunReport, rows: readonly ReportRow[]): Markup {
  const facts = factsText(run).map(
    ([label, value]) =>
      html`<div>
        <dt>${label}</dt>
        <dd>${value}</dd>
      </div>`,
  );
  return html`<header>
    <h1>flowrecon ${run.command}</h1>
    <p class="verdict">${countsText(rows)}</p>
    <dl class="facts">${facts}</dl>
  </header>`;
}

/** Sandboxes by outcomes; every number leads to the entries that it counts. */
export function matrixPart(rows: readonly ReportRow[]): Markup {
  if (rows.length === 0) return NOTHING;
  const totals = countRows(rows);
  const outcomes = [...totals.keys()];
  const sandboxes = [...groupBy(rows, ({ sandbox }) => sandbox)].sort(([one], [other]) =>
    compareText(one, other),
  );
  const heads = outcomes.map(
    (outcome) => html`<th scope="col"><span class="badge ${outcome}">${OUTCOME_WORDS[outcome]}</span></th>`,
  );
  const lines = sandboxes.map(([sandbox, of]) => matrixRow(sandbox, countRows(of), outcomes));
  const sums = outcomes.map((outcome) => cellOf(totals.get(outcome), { outcome }));
  return html`<section aria-labelledby="matrix-title">
    <h2 id="matrix-title">Sandboxes</h2>
    <div class="wide" role="region" aria-labelledby="matrix-title" tabindex="0">
      <table class="matrix">
        <caption class="unseen">
          Entries by sandbox and outcome. A number shows the entries that it counts.
        </caption>
        <thead>
          <tr>
            <th scope="col">Sandbox</th>
            ${heads}
            <th scope="col">All</th>
          </tr>
        </thead>
        <tbody>
          ${lines}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All</th>
            ${sums}${cellOf(rows.length, { all: 'yes' })}
          </tr>
        </tfoot>
      </table>
    </div>
    ${driftPart(rows)}
  </section>`;
}

function matrixRow(
  sandbox: string,
  counts: ReadonlyMap<RowOutcome, number>,
  outcomes: readonly RowOutcome[],
): Markup {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const cells = outcomes.map((outcome) => cellOf(counts.get(outcome), { sandbox, outcome }));
  return html`<tr>
    <th scope="row">${sandbox}</th>
    ${cells}${cellOf(all, { sandbox })}
  </tr>`;
}

/** A filter as the address that the list reads. */
type Filter = Readonly<Record<string, string>>;

function cellOf(count: number | undefined, filter: Filter): Markup {
  if (count === undefined) return html`<td class="none">0</td>`;
  const { sandbox = '', outcome } = filter;
  const what = [outcome === undefined ? '' : OUTCOME_WORDS[outcome as RowOutcome], sandbox]
    .filter(Boolean)
    .join(', ');
  const label = `${counted(count, 'entry', 'entries')}${what === '' ? '' : `: ${what}`}`;
  return html`<td>
    <a href="#${addressText(filter)}" aria-label="${label}">${count.toLocaleString('en')}</a>
  </td>`;
}

function addressText(filter: Filter): string {
  return Object.entries(filter)
    .map(([name, value]) => `${name}=${encodeURIComponent(visible(value))}`)
    .join('&');
}

/** As many as a sentence bears. */
const NAMED_PEOPLE = 5;

/** Who has changed what drifted: the first question about drift. */
function driftPart(rows: readonly ReportRow[]): Markup {
  const drifted = rows.flatMap(({ drift }) => (drift === undefined ? [] : [drift]));
  if (drifted.length === 0) return NOTHING;
  const people = [...groupBy(drifted, ({ by }) => by ?? 'somebody unknown')].sort(
    ([one, of], [other, others]) => others.length - of.length || compareText(one, other),
  );
  const named = people.slice(0, NAMED_PEOPLE).map(([by, of]) => `${by} (${of.length})`);
  const rest = people.length > NAMED_PEOPLE ? ` and ${people.length - NAMED_PEOPLE} more` : '';
  const have = drifted.length === 1 ? 'has' : 'have';
  return html`<p>
    <a href="#drift=yes">${counted(drifted.length, 'entry', 'entries')} ${have} drifted</a>, changed last by
    ${named.join(', ')}${rest}.
  </p>`;
}

/** What the run told that is not said of an entry. */
export function findingsPart(run: RunReport, rows: readonly ReportRow[]): Markup {
  const findings = findingsBeside(run, rows);
  if (findings.length === 0) return NOTHING;
  const grave = findings.filter(({ severity }) => severity === 'error');
  const others = findings.filter(({ severity }) => severity !== 'error');
  const folded = html`<details>
    <summary>${counted(others.length, 'warning or note', 'warnings and notes')}</summary>
    ${listOf(others, run)}
  </details>`;
  return html`<section aria-labelledby="findings-title">
    <h2 id="findings-title">Findings</h2>
    ${grave.length === 0 ? NOTHING : listOf(grave, run)} ${others.length === 0 ? NOTHING : folded}
  </section>`;
}

function listOf(findings: readonly Diagnostic[], run: RunReport): Markup {
  return html`<ul class="findings">
    ${findings.map((finding) => findingItem(finding, run))}
  </ul>`;
}

function findingItem(
  { severity, summary, detail, fix, key, range }: Diagnostic,
  { sources }: RunReport,
): Markup {
  const address = range && addressOf(range, sources);
  const place = shownPlace(range);
  const linked =
    address === undefined ? html`${place}` : html`<a href="${address}" rel="noreferrer">${place}</a>`;
  const more = [detail, fix].filter((text) => text !== undefined);
  return html`<li class="${severity}">
    <strong>${severity}</strong> ${summary}
    ${key === undefined ? NOTHING : html`<span class="key">${key}</span>`}
    ${range === undefined ? NOTHING : html`<span class="where">${linked}</span>`}
    ${more.map((text) => html`<p>${text}</p>`)}
  </li>`;
}
