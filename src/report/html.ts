// A run as one page that asks nothing of anybody: its style, its script and its entries are in it, and its own policy
// forbids everything else. Pure.
import { reportRows } from '../core/report-rows.ts';
import type { ReportRow } from '../core/report-rows.ts';
import { REPORT_MARKS } from '../core/run-report.ts';
import type { RunReport } from '../core/run-report.ts';
import { durationsChart } from './html-chart.ts';
import { findingsPart, headPart, matrixPart } from './html-overview.ts';
import { STYLE } from './html-style.ts';
import { NOTHING, html, jsonMarkup } from './markup.ts';
import type { Markup } from './markup.ts';
import { pageContent } from './page-content.ts';
import { countsText } from './report-words.ts';

/** What of the page is made elsewhere. */
export interface PageParts {
  /** The script of the list, `page/list.ts` as JavaScript. */
  readonly script: string;
  /** A text as a content security policy names it. */
  readonly hashOf: (text: string) => string;
}

/** Renders a run. */
export function htmlReport(run: RunReport, { script, hashOf }: PageParts): string {
  const rows = reportRows(run);
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(STYLE)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = html`<!doctype html>
    ${{ markup: REPORT_MARKS.html }}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>flowrecon ${run.command}: ${countsText(rows)}</title>
        ${elementOf('style', STYLE)}
      </head>
      <body>
        <a class="skip" href="#entries-title">Skip to the entries</a>
        ${headPart(run, rows)}
        <main>
          ${matrixPart(rows)} ${findingsPart(run, rows)} ${durationsChart(rows)}
          ${rows.length === 0 ? NOTHING : listPart(rows)}
        </main>
        ${rows.length === 0 ? NOTHING : scripts(jsonMarkup(pageContent(rows, run.sources)), script)}
      </body>
    </html> `;
  return page.markup;
}

function scripts(content: Markup, script: string): Markup[] {
  return [
    elementOf('script type="application/json" id="content"', content.markup),
    elementOf('script type="module"', script),
  ];
}

/** An element whose text must stay as it is, byte for byte, because the policy names its hash. */
function elementOf(opening: string, text: string): Markup {
  return { markup: `<${opening}>${text}</${opening.split(' ', 1).join('')}>` };
}

/** The list without its rows, which the script makes. */
function listPart(rows: readonly ReportRow[]): Markup {
  const timed = rows.some(({ durationMs }) => durationMs !== null) ? '' : 'untimed';
  return html`<section id="entries" aria-labelledby="entries-title">
    <h2 id="entries-title" tabindex="-1">Entries</h2>
    <noscript
      ><p>
        The list of entries takes JavaScript. The reports in .md, .json and .xml hold the same without it.
      </p></noscript
    >
    <p class="tools">
      <label for="search">Find</label>
      <input
        id="search"
        type="search"
        autocomplete="off"
        spellcheck="false"
        placeholder="key, server, error, field ..."
      />
    </p>
    <p id="filter" class="tools" hidden>
      <span id="filter-words"></span> <a href="#all=yes">Show all entries</a>
    </p>
    <p id="status" role="status"></p>
    <table class="entries ${timed}" role="table">
      <caption class="unseen">
        Entries, what became of each, and why. The buttons in the head sort the list.
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          ${column('entry', 'Entry')}${column('outcome', 'Outcome')}
          <th role="columnheader" scope="col">What and why</th>
          ${column('took', 'Took')}${column('where', 'Where')}
        </tr>
      </thead>
      <tbody id="rows" role="rowgroup"></tbody>
    </table>
    <p id="more" class="tools" hidden>
      <button type="button" id="more-part">Show 200 more</button>
      <button type="button" id="more-all">Show all</button>
    </p>
  </section>`;
}

function column(name: string, title: string): Markup {
  return html`<th class="${name}" role="columnheader" scope="col" data-column="${name}">
    <button type="button">${title}</button>
  </th>`;
}
