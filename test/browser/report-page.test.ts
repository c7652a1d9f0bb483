// The HTML report as people use it: found, sorted, filtered, printed, by mouse and by keyboard, and never anything but itself.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { HOSTILE, aReport, applied, applyOf, hostile } from '../report/report-samples.ts';
import { browserPath, keepPicture, test } from './open-page.ts';

const many = applyOf(10_000);

if (browserPath === undefined)
  process.stdout.write(
    'There is no Chromium here, so the HTML report is not tested. apt-get install chromium, or set CHROMIUM.\n',
  );

function keys(page: Page): Promise<string[]> {
  return page.locator('#rows .key').allTextContents();
}

function status(page: Page): Promise<string | null> {
  return page.getByRole('status').textContent();
}

/** The id of what has the focus, or what it says. */
function focused(page: Page): Promise<string> {
  return page.evaluate('document.activeElement.id || document.activeElement.textContent');
}

/** An expression for the page: see the file. */
const poorContrasts = readFileSync(join(import.meta.dirname, 'contrast.js'), 'utf8');

describe.skipIf(browserPath === undefined)('the HTML report', () => {
  test('asks for nothing but itself, and its policy has nothing to complain of', async ({ open }) => {
    const { page, address, requests, complaints } = await open(applied);
    await page.getByLabel('Find', { exact: true }).fill('dev');
    await page.locator('.matrix a').first().click();
    await page.pdf();
    expect(requests).toEqual([address]);
    expect(complaints).toEqual([]);
  });

  test('shows names as text, whatever they hold', async ({ open }) => {
    const { page, requests, complaints } = await open(hostile);
    await page.waitForTimeout(100);
    expect(complaints).toEqual([]);
    expect(requests).toHaveLength(1);
    expect(await page.locator('img, iframe, object, embed, base, link, form, svg:not(.chart)').count()).toBe(
      0,
    );
    expect(await page.locator('script').count()).toBe(2);
    const shown = await keys(page);
    for (const text of HOSTILE.slice(0, 3)) expect(shown).toContain(`dev/${text}`);
    expect(await page.locator('a[href^="javascript:" i]').count()).toBe(0);
  });

  test('finds any of ten thousand entries by any of its words, and says how many', async ({ open }) => {
    const { page } = await open(many);
    expect(await status(page)).toBe('All 10,000 entries; the first 200 are shown.');
    await page.getByLabel('Find', { exact: true }).fill('account-09602');
    expect(await keys(page)).toEqual(['uat/account-09602']);
    expect(await status(page)).toBe('1 of 10,000 entries.');
    await page.getByLabel('Find', { exact: true }).fill('SOMEBODY drifted');
    expect(await page.locator('#rows tr').count()).toBeGreaterThan(0);
    for (const badge of await page.locator('#rows .badge').allTextContents()) expect(badge).toBe('drifted');
    await page.getByLabel('Find', { exact: true }).fill('nobody has this name');
    expect(await status(page)).toBe('No entry of 10,000 matches.');
    expect(await page.locator('#rows tr').count()).toBe(0);
  });

  test('has what needs work first, and sorts by a button in each head', async ({ open }) => {
    const { page } = await open(many);
    const outcome = page.getByRole('columnheader', { name: 'Outcome' }).last();
    expect(await page.locator('#rows .badge').first().textContent()).toBe('failed');
    expect(await outcome.getAttribute('aria-sort')).toBe('ascending');
    const took = page.getByRole('columnheader', { name: 'Took' });
    await took.getByRole('button').click();
    expect(await took.getAttribute('aria-sort')).toBe('ascending');
    expect(await outcome.getAttribute('aria-sort')).toBeNull();
    await took.getByRole('button').press('Enter');
    expect(await took.getAttribute('aria-sort')).toBe('descending');
    expect(await page.locator('#rows .took').first().textContent()).toBe('3.1 s');
    await page.getByRole('columnheader', { name: 'Entry' }).getByRole('button').click();
    const shown = await keys(page);
    expect(shown).toEqual([...shown].sort());
  });

  test('shows what a number of the matrix counts, and the way back leads out of it', async ({ open }) => {
    const { page } = await open(many);
    const cell = page.getByRole('link', { name: /entries: failed, prod-de$/ });
    const count = Number(await cell.textContent());
    await cell.click();
    expect(await page.locator('#rows tr').count()).toBe(count);
    for (const key of await keys(page)) expect(key).toMatch(/^prod-de\//);
    expect(await page.locator('#filter').textContent()).toContain('Only prod-de, failed.');
    expect(await cell.getAttribute('aria-current')).toBe('true');
    expect(await focused(page)).toBe('entries-title');
    await page.getByRole('link', { name: 'Show all entries' }).click();
    expect(await status(page)).toMatch(/^All 10,000/);
    await page.goBack();
    expect(await page.locator('#rows tr').count()).toBe(count);
  });

  test('says of drift who and when, and shows all of it', async ({ open }) => {
    const { page } = await open(applyOf(200));
    await page.getByRole('link', { name: /entries have drifted/ }).click();
    const rows = await page.locator('#rows tr').allTextContents();
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows)
      expect(row).toMatch(/last changed on the platform 2026-01-\d\d .* by \S+@\S+\.com/);
  });

  test('can be used by keyboard alone', async ({ open }) => {
    const { page } = await open(many);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the entries');
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('entries-title');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('search');
    await page.keyboard.type('drifted');
    expect(await page.locator('#rows tr').count()).toBe(200);
    await page.locator('#more-part').focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('#rows tr').count()).toBe(400);
    const next = await page.locator('#rows tr').nth(200).locator('th').textContent();
    expect(await focused(page)).toBe(next);
  });

  test('tells assistive technology what everything is', async ({ open }) => {
    const { page } = await open(applied, { viewport: { width: 360, height: 800 } });
    const list = page.getByRole('table', { name: /^Entries, what became of each/ });
    expect(await list.getByRole('rowheader').count()).toBe(await list.locator('tbody tr').count());
    expect(await list.getByRole('columnheader').count()).toBe(4);
    expect(await page.getByRole('searchbox', { name: 'Find' }).count()).toBe(1);
    expect(await page.getByRole('img', { name: 'Number of entries by duration' }).count()).toBe(1);
    const twice =
      'const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id); ids.length - new Set(ids).size';
    expect(await page.evaluate(twice)).toBe(0);
  });

  test('prints every entry that matches, unfolded, without its tools', async ({ open }) => {
    const { page } = await open(applyOf(900));
    await page.emulateMedia({ media: 'print' });
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await page.locator('#rows tr').count()).toBe(900);
    expect(await page.locator('details:not([open])').count()).toBe(0);
    expect(await page.getByLabel('Find', { exact: true }).isVisible()).toBe(false);
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    expect(await page.locator('#rows tr').count()).toBe(200);
  });

  test('without scripts still shows how the run went', async ({ open }) => {
    const { page } = await open(applied, { javaScriptEnabled: false });
    expect(await page.locator('.matrix tbody tr').count()).toBe(3);
    expect(await page.locator('noscript').textContent()).toContain('takes JavaScript');
  });

  test('of a run without entries has no list', async ({ open }) => {
    const { page, complaints } = await open(aReport({ command: 'validate' }));
    expect(await page.locator('h1').textContent()).toBe('flowrecon validate');
    expect(await page.locator('table').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  for (const colorScheme of ['light', 'dark'] as const)
    test(`can be read in ${colorScheme} colours: every text has a contrast of 4.5 to 1`, async ({ open }) => {
      const { page } = await open(applied, { colorScheme });
      expect(await page.evaluate(poorContrasts)).toEqual([]);
    });

  test('fits a screen of 360 pixels', async ({ open }) => {
    const { page } = await open(hostile, { viewport: { width: 360, height: 800 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });

  test('opens at once with ten thousand entries', async ({ open }) => {
    const { page } = await open(many);
    expect(await page.locator('#rows tr').count()).toBe(200);
    const opened = Number(await page.evaluate('performance.getEntriesByType("navigation")[0].domComplete'));
    const searched = Number(await page.evaluate(SEARCH_ONCE));
    process.stdout.write(
      `10,000 entries: open in ${Math.round(opened)} ms, searched in ${Math.round(searched)} ms\n`,
    );
    // Generous, because the machine may be busy; a page that lays out every row takes far longer.
    expect(opened).toBeLessThan(5_000);
  });

  test.for([
    ['10-light', applied, { colorScheme: 'light' }],
    ['10-dark', applied, { colorScheme: 'dark' }],
    ['10-narrow', applied, { viewport: { width: 360, height: 800 } }],
    ['10000-light', many, { colorScheme: 'light' }],
    ['10000-dark', many, { colorScheme: 'dark' }],
    ['10000-narrow', many, { viewport: { width: 360, height: 800 } }],
  ] as const)('has its picture taken: %s', async ([name, run, options], { open }) => {
    const { page } = await open(run, options);
    await keepPicture(page, name);
    await page.locator('#entries-title').scrollIntoViewIfNeeded();
    await page.evaluate('document.getElementById("entries-title").scrollIntoView()');
    await keepPicture(page, `${name}-entries`);
  });
});

/** The first search reads every entry; the later ones are quicker. */
const SEARCH_ONCE = `(() => {
  const search = document.getElementById('search');
  search.value = 'account-09602';
  const start = performance.now();
  search.dispatchEvent(new Event('input'));
  return performance.now() - start;
})()`;
