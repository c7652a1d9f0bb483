// The list of the HTML report, in the browser: found, sorted and shown part by part, so that ten thousand entries are there
// at once. Whatever comes from the run enters the page as text, never as markup.
import type { PageContent, PageRow } from './shape.ts';

type Column = 'entry' | 'outcome' | 'took' | 'where';

/** Rows added at a time: a screen shows about twenty, and a few hundred are laid out at once without being felt. */
const PART = 200;
/** An update changes a few fields, which are what it is about; a new connection has many. */
const MOST_OPEN = 4;
/** How a value that is not there is shown; a text of that kind would stand in quotes. */
const ABSENT = '(none)';
/** More than that nobody prints; laying them out takes seconds. */
const MOST_PRINTED = 2_000;

const content = JSON.parse(byId('content').textContent) as PageContent;
const ranks = new Map(content.outcomes.map(({ outcome }, rank) => [outcome, rank]));
const words = new Map(content.outcomes.map(({ outcome, words: shown }) => [outcome, shown]));
const places = new Intl.Collator('en', { numeric: true });

const view = { column: 'outcome' as Column, descending: false, sandbox: '', outcome: '', drift: false };
let sorted: readonly PageRow[] = content.rows;
let matching: readonly PageRow[] = sorted;
let shown = 0;

const search = byId('search') as HTMLInputElement;
const body = byId('rows');

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new TypeError(`the page has no ${id}`);
  return found;
}

type Attributes = Readonly<Record<string, string>>;

function element(name: string, attributes: Attributes, ...children: readonly (Node | string)[]): HTMLElement {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

function shownDuration(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return '';
  return milliseconds < 1_000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1_000).toFixed(1)} s`;
}

function rowElement(row: PageRow): HTMLElement {
  const { key, name, outcome, took, id } = row;
  const named = key === `${row.sandbox}/${name}` ? [] : [element('span', { class: 'name' }, name)];
  const known = id === undefined ? [] : [element('span', { class: 'id' }, id)];
  const badge = element('span', { class: `badge ${outcome}` }, words.get(outcome) ?? outcome);
  // The roles say again what the elements are, because a narrow screen lays them out as blocks.
  return element(
    'tr',
    { role: 'row' },
    element(
      'th',
      { role: 'rowheader', scope: 'row' },
      element('span', { class: 'key' }, key),
      ...named,
      ...known,
    ),
    element('td', { role: 'cell' }, badge),
    element('td', { role: 'cell', class: 'what' }, ...whatElements(row)),
    element('td', { role: 'cell', class: 'took' }, shownDuration(took)),
    element('td', { role: 'cell', class: 'where' }, placeElement(row)),
  );
}

function whatElements({ change, sentences = [], fields = [] }: PageRow): HTMLElement[] {
  return [
    ...(change === undefined ? [] : [element('p', { class: 'change' }, change)]),
    ...sentences.map((sentence) => element('p', {}, sentence)),
    ...(fields.length === 0 ? [] : [fieldsElement(fields)]),
  ];
}

function fieldsElement(fields: readonly (readonly string[])[]): HTMLElement {
  const lines = fields.map(([path = '', before = '', after = '', remark = '']) =>
    element(
      'li',
      {},
      element('span', { class: 'path' }, path),
      ' ',
      ...(before === ABSENT ? [] : [element('del', {}, before), ' \u2192 ']),
      after === ABSENT ? after : element('ins', {}, after),
      remark === '' ? '' : ` ${remark}`,
    ),
  );
  const summary = fields.length === 1 ? '1 field' : `${fields.length} fields`;
  const open: Attributes = fields.length <= MOST_OPEN ? { open: '' } : {};
  return element(
    'details',
    open,
    element('summary', {}, summary),
    element('ul', { class: 'fields' }, ...lines),
  );
}

function placeElement({ place = '', address }: PageRow): Node {
  if (address === undefined) return document.createTextNode(place);
  return element('a', { href: address, rel: 'noreferrer' }, place);
}

const haystacks = new Map<PageRow, string>();

function haystackOf(row: PageRow): string {
  const known = haystacks.get(row);
  if (known !== undefined) return known;
  const { key, name, outcome, change = '', sentences = [], fields = [], place = '', id = '' } = row;
  const drift = row.drift === true ? 'drift' : '';
  const said = [
    key,
    name,
    words.get(outcome) ?? '',
    change,
    ...sentences,
    ...fields.flat(),
    place,
    id,
    drift,
  ];
  const text = said.join('\n').toLowerCase();
  haystacks.set(row, text);
  return text;
}

function isWanted(row: PageRow, needles: readonly string[]): boolean {
  if (view.sandbox !== '' && row.sandbox !== view.sandbox) return false;
  if (view.outcome !== '' && row.outcome !== view.outcome) return false;
  if (view.drift && row.drift !== true) return false;
  return needles.length === 0 || needles.every((needle) => haystackOf(row).includes(needle));
}

const byKey = (one: PageRow, other: PageRow): number =>
  one.key < other.key ? -1 : Number(one.key > other.key);

const comparisons: Readonly<Record<Column, (one: PageRow, other: PageRow) => number>> = {
  entry: byKey,
  outcome: (one, other) => (ranks.get(one.outcome) ?? 0) - (ranks.get(other.outcome) ?? 0),
  took: (one, other) => (one.took ?? -1) - (other.took ?? -1),
  where: (one, other) => places.compare(one.place ?? '', other.place ?? ''),
};

function sort(): void {
  const compare = comparisons[view.column];
  const sign = view.descending ? -1 : 1;
  sorted = [...content.rows].sort((one, other) => sign * compare(one, other) || byKey(one, other));
  for (const head of document.querySelectorAll<HTMLElement>('#entries th[data-column]')) {
    if (head.dataset['column'] !== view.column) head.removeAttribute('aria-sort');
    else head.setAttribute('aria-sort', view.descending ? 'descending' : 'ascending');
  }
}

/** Shows the first part of what is wanted now. */
function refresh(): void {
  const needles = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  matching = sorted.filter((row) => isWanted(row, needles));
  body.replaceChildren();
  shown = 0;
  showMore(PART);
}

function showMore(count: number): void {
  const part = matching.slice(shown, shown + count);
  body.append(...part.map(rowElement));
  shown += part.length;
  tell();
}

function tell(): void {
  const all = content.rows.length.toLocaleString('en');
  const found = matching.length.toLocaleString('en');
  const entries = matching.length === content.rows.length ? `All ${all}` : `${found} of ${all}`;
  const part = shown < matching.length ? `; the first ${shown.toLocaleString('en')} are shown` : '';
  byId('status').textContent =
    matching.length === 0 ? `No entry of ${all} matches.` : `${entries} entries${part}.`;
  byId('more').hidden = shown >= matching.length;
  const only = [view.sandbox, words.get(view.outcome) ?? '', view.drift ? 'drifted' : ''].filter(Boolean);
  byId('filter').hidden = only.length === 0;
  byId('filter-words').textContent = `Only ${only.join(', ')}.`;
}

/** A filter stands in the address, so that it can be linked to and the way back leads out of it. */
function readAddress(): boolean {
  if (!location.hash.includes('=')) return false;
  const wanted = new URLSearchParams(location.hash.slice(1));
  view.sandbox = wanted.get('sandbox') ?? '';
  view.outcome = wanted.get('outcome') ?? '';
  view.drift = wanted.has('drift', 'yes');
  for (const link of document.querySelectorAll('.matrix a')) {
    if (link.getAttribute('href') === location.hash) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
  return true;
}

for (const button of document.querySelectorAll<HTMLElement>('#entries th[data-column] button')) {
  button.addEventListener('click', () => {
    const column = button.closest('th')?.dataset['column'] as Column;
    view.descending = view.column === column && !view.descending;
    view.column = column;
    sort();
    refresh();
  });
}
search.addEventListener('input', refresh);
for (const [id, count] of [
  ['more-part', PART],
  ['more-all', Infinity],
] as const) {
  byId(id).addEventListener('click', () => {
    const first = shown;
    showMore(count);
    // The button may be gone now: whoever came by keyboard goes on at the first new row.
    const head = body.children[first]?.firstElementChild;
    if (head instanceof HTMLElement) {
      head.tabIndex = -1;
      head.focus();
    }
  });
}
addEventListener('hashchange', () => {
  if (!readAddress()) return;
  refresh();
  byId('entries-title').focus();
});
addEventListener('beforeprint', () => {
  showMore(MOST_PRINTED - shown);
  for (const details of document.querySelectorAll('details')) details.open = true;
});
addEventListener('afterprint', refresh);

readAddress();
sort();
refresh();
