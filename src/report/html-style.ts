// The style of the HTML report. Colours are pairs for light and dark of which every text on its ground reaches a contrast
// of 4.5 to 1 (WCAG 2.1, 1.4.3).

/** The style sheet of the page; the policy of the page names it by its hash. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #fff; --raised: #f6f7f9; --text: #1b1f24; --quiet: #59636e; --line: #d5dae0;
  --link: #0a58ca; --bad: #b3261e; --warn: #8a5300; --good: #1a6b3c; --plan: #0a58ca; --added: #1a6b3c; --taken: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171b; --raised: #1e2329; --text: #e6e9ed; --quiet: #a3adb8;
  --line: #363d46; --link: #7db4ff; --bad: #ff8a80; --warn: #f2b45c; --good: #7fd6a2; --plan: #7db4ff; --added: #7fd6a2;
  --taken: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 80rem; padding: 1rem 1.25rem 4rem; background: var(--ground); color: var(--text);
  font: 0.9375rem/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0.5rem 0 0; font-size: 1.5rem; }
h2 { margin: 2rem 0 0.5rem; font-size: 1.125rem; }
p { margin: 0.25rem 0; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -99rem; padding: 0.5rem 1rem; background: var(--ground); border: 2px solid var(--link); }
.skip:focus { left: 1rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.verdict { margin: 0.25rem 0 1rem; font-size: 1.125rem; }
.facts { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin: 0; }
.facts div { display: flex; gap: 0.4rem; }
dt { color: var(--quiet); white-space: nowrap; }
dd { margin: 0; }
table { border-collapse: collapse; }
th, td { padding: 0.4rem 0.6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: inherit; }
thead th { border-bottom-width: 2px; font-weight: 600; }
.wide { overflow-x: auto; }
.matrix td, .matrix thead th:not(:first-child) { text-align: right; }
.matrix th, .matrix td { vertical-align: baseline; }
.matrix td { font-variant-numeric: tabular-nums; }
.untimed .took { display: none; }
.matrix thead th { white-space: nowrap; }
.matrix tbody th { font-family: ui-monospace, "DejaVu Sans Mono", monospace; }
.matrix tfoot th, .matrix tfoot td { border-bottom: 0; font-weight: 600; }
.matrix .none { color: var(--quiet); opacity: 0.8; }
.matrix a { display: inline-block; min-width: 1.75rem; padding: 0.1rem 0.25rem; }
.matrix a[aria-current] { background: var(--link); color: var(--ground); border-radius: 3px; text-decoration: none; }
.badge { white-space: nowrap; font-weight: 600; color: var(--quiet); }
.badge::before { content: ""; display: inline-block; width: 0.6em; height: 0.6em; margin-right: 0.4em; border-radius: 50%;
  background: currentColor; }
.badge.failed, .badge.conflict, .badge.blocked { color: var(--bad); }
.badge.failed::before, .badge.conflict::before, .badge.blocked::before { border-radius: 0; transform: rotate(45deg); }
.badge.drift, .badge.warned, .badge.skipped, .badge.known { color: var(--warn); }
.badge.planned { color: var(--plan); }
.badge.changed, .badge.ok { color: var(--good); }
.findings { margin: 0; padding: 0; list-style: none; }
.findings li { margin: 0.5rem 0; padding: 0.4rem 0.75rem; border-left: 4px solid var(--quiet); background: var(--raised); }
.findings .error { border-color: var(--bad); }
.findings .warning { border-color: var(--warn); }
.findings p { color: var(--quiet); }
.chart { max-width: 100%; height: auto; fill: var(--link); }
.chart text { fill: var(--quiet); font-size: 11px; text-anchor: middle; }
.chart .count { fill: var(--text); }
.tools { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; }
input, button { font: inherit; color: inherit; }
input { flex: 0 1 24rem; min-width: 0; padding: 0.4rem 0.6rem; background: var(--ground); border: 1px solid var(--quiet);
  border-radius: 4px; }
::placeholder { color: var(--quiet); opacity: 1; }
button { padding: 0.4rem 0.9rem; background: var(--raised); border: 1px solid var(--quiet); border-radius: 4px; cursor: pointer; }
[hidden] { display: none; }
.entries { width: 100%; }
.entries thead th { position: sticky; top: 0; z-index: 1; background: var(--ground); }
.entries thead button { padding: 0; border: 0; background: none; font-weight: 600; text-align: left; white-space: nowrap; }
.entries thead button::after { content: " \\2195"; color: var(--quiet); }
.entries [aria-sort="ascending"] button::after { content: " \\2191"; color: inherit; }
.entries [aria-sort="descending"] button::after { content: " \\2193"; color: inherit; }
.entries tbody th { min-width: 11rem; max-width: 20rem; }
.entries tbody th span { display: block; }
.key, td.where, span.where, .path, .fields { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 0.875em; }
.entries .key { font-weight: 600; }
.name { color: var(--text); }
.id { color: var(--quiet); font-size: 0.8em; }
.what { width: 50%; }
.what p:first-child { margin-top: 0; }
.change { font-weight: 600; }
.took { white-space: nowrap; text-align: right; font-variant-numeric: tabular-nums; }
.entries td.where { white-space: nowrap; font-size: 0.875em; }
.entries thead th { font-family: inherit; font-size: inherit; }
summary { cursor: pointer; color: var(--link); width: fit-content; }
.fields { margin: 0.25rem 0 0; padding: 0; list-style: none; }
.path { color: var(--quiet); font-size: 1em; }
del { color: var(--taken); text-decoration-thickness: 1px; }
ins { color: var(--added); text-decoration: none; }
@media (max-width: 44rem) {
  body { padding: 0.75rem 0.75rem 3rem; }
  .facts { flex-direction: column; }
  .entries, .entries tbody, .entries tr, .entries tbody th, .entries td { display: block; width: auto; max-width: none; }
  .entries thead tr { display: flex; flex-wrap: wrap; gap: 0 1rem; }
  .entries thead th { border: 0; padding: 0.25rem 0; }
  .entries thead th:not([data-column]) { display: none; }
  .entries tbody tr { padding: 0.6rem 0; border-bottom: 1px solid var(--line); }
  .entries tbody th, .entries tbody td { padding: 0.1rem 0; border: 0; text-align: left; }
  .entries td:empty { display: none; }
  .entries td.where { white-space: normal; }
}
@media print {
  :root { --ground: #fff; --raised: #fff; --text: #000; --quiet: #444; --line: #999; --link: #000; --bad: #8c1d18;
    --warn: #6b4000; --good: #14532d; --plan: #000; --added: #14532d; --taken: #8c1d18; }
  body { max-width: none; padding: 0; font-size: 9pt; }
  .skip, .tools, .entries thead button::after { display: none; }
  .entries thead th { position: static; }
  tr, li { break-inside: avoid; }
  a { text-decoration: none; }
}
`;
