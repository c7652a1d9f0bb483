// The page of the HTML report before any browser sees it: what it may load, and what is text. The rest is seen in
// test/browser.
import { describe, expect, test } from 'vitest';
import { htmlReport } from '../../src/report/html.ts';
import { html, jsonMarkup } from '../../src/report/markup.ts';
import { REPORT_MARKS } from '../../src/core/run-report.ts';
import { pageParts } from '../support/page-script.ts';
import { aReport, applied, HOSTILE, hostile } from './report-samples.ts';

const parts = pageParts();

describe('the page', () => {
  const page = htmlReport(applied, parts);

  test('allows its own style and script, by their hashes, and nothing else', () => {
    const [, policy = ''] = /Content-Security-Policy"\s+content="([^"]*)"/.exec(page) ?? [];
    const hashes = [...page.matchAll(/<(?:style|script type="module")>([^]*?)<\/(?:style|script)>/g)].map(
      ([, text = '']) => parts.hashOf(text),
    );
    expect(hashes).toHaveLength(2);
    expect(policy.replaceAll('&#39;', "'")).toBe(
      `default-src 'none'; script-src '${hashes[1]}'; style-src '${hashes[0]}'; base-uri 'none'; form-action 'none'`,
    );
  });

  test('names no address but those of places', () => {
    expect(page).not.toMatch(/(?:src|href|action|url\()\s*=?\s*["'(]?https?:/);
  });

  test('has nothing that a policy forbids: no style and no handler in an attribute', () => {
    expect(page.replaceAll(/<(style|script)[^]*?<\/\1>/g, '')).not.toMatch(/\s(?:style|on\w+)=/);
  });

  test('carries the mark of a report, and no list where there is no entry', () => {
    expect(page.slice(0, 200)).toContain(REPORT_MARKS.html);
    expect(htmlReport(aReport(), parts)).not.toContain('<script');
  });
});

describe('text in a page', () => {
  test('is never markup', () => {
    const page = htmlReport(hostile, parts);
    const [static_ = ''] = page.split('<script type="application/json"');
    expect(static_).not.toMatch(/<script>|<img|<svg|<details>\s*</);
    const [, content = ''] = /id="content">([^]*?)<\/script>/.exec(page) ?? [];
    expect(content).not.toContain('<');
    const { rows } = JSON.parse(content) as { rows: { name: string }[] };
    expect(rows.map(({ name }) => name)).toContain(HOSTILE[0]);
  });

  test('is escaped by the template, in attributes too, unless it is markup itself', () => {
    expect(
      html`<a title="${'"><b>'}">${'<b>&'} ${1} ${html`<i>${"'"}</i>`} ${[html`<b></b>`]}</a>`.markup,
    ).toBe('<a title="&quot;&gt;&lt;b&gt;">&lt;b&gt;&amp; 1 <i>&#39;</i> <b></b></a>');
  });

  test('cannot end the script that holds it', () => {
    expect(jsonMarkup('</script><!--').markup).toBe(String.raw`"\u003c/script>\u003c!--"`);
  });
});
