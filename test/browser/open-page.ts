// A report in a real browser: rendered from the sources, opened from a file, and watched for everything that it asks for.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { test as base } from 'vitest';
import type { RunReport } from '../../src/core/run-report.ts';
import { htmlReport } from '../../src/report/html.ts';
import { pageParts } from '../support/page-script.ts';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of this machine, if it has one; CHROMIUM names another. */
export const browserPath = [process.env['CHROMIUM'], ...INSTALLED].find(
  (path) => path !== undefined && existsSync(path),
);

/** The browser itself must stay at home, too: no look for updates, no first page, nothing in the background. */
const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A page that is open, and what it has done so far. */
interface OpenPage {
  readonly page: Page;
  readonly address: string;
  /** Everything that it asked for, itself included. */
  readonly requests: readonly string[];
  /** Errors, complaints of its policy, and dialogs. */
  readonly complaints: readonly string[];
}

interface Fixtures {
  browser: Browser;
  /** Opens the report of a run. */
  open: (run: RunReport, options?: BrowserContextOptions) => Promise<OpenPage>;
}

/** A test with a browser at hand. */
export const test = base.extend<Fixtures>({
  browser: [
    async ({}, use) => {
      const browser = await chromium.launch({ executablePath: browserPath ?? '', args: QUIET });
      await use(browser);
      await browser.close();
    },
    { scope: 'file' },
  ],
  open: async ({ browser }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'flowrecon-page-'));
    await use(async (run, options = {}) => {
      const file = join(folder, 'report.html');
      await writeFile(file, htmlReport(run, pageParts()));
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
      const requests: string[] = [];
      const complaints: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => complaints.push(message.text()));
      page.on('dialog', (dialog) => {
        complaints.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      const address = pathToFileURL(file).href;
      await page.goto(address);
      return { page, address, requests, complaints };
    });
    await Promise.all(browser.contexts().map((context) => context.close()));
    await rm(folder, { recursive: true, force: true });
  },
});

/** Keeps a picture of a page for people to look at; the folder is not under version control. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = join(import.meta.dirname, 'screenshots');
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
