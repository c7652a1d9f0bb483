// Which files are reports, and where their places can be seen.
import { describe, expect, test } from 'vitest';
import { addressOf, checkoutOf } from '../../src/core/code-host.ts';
import { REPORT_ENDINGS, isReplaceable, reportFile } from '../../src/core/run-report.ts';
import { aRange } from '../support/builders.ts';

describe('a file as a report', () => {
  test.each([
    ['nightly.md', 'markdown'],
    ['a/b.XML', 'junit'],
    ['x.y.sarif', 'sarif'],
    ['.json', 'json'],
    ['report.html', 'html'],
  ])('%s is %s', (path, kind) => {
    expect(reportFile(path)).toEqual({ path, kind });
  });

  test.each(['report', 'report.txt', 'report.constructor', 'html', 'a.md/b'])('%s is none', (path) => {
    expect(reportFile(path)).toBeUndefined();
  });

  test('has one of the endings that the messages name', () => {
    for (const ending of REPORT_ENDINGS) expect(reportFile(`a${ending}`)).toBeDefined();
  });

  test.each([
    ['nothing', '', true],
    ['white space', ' \n', true],
    ['another text', '# Notes', false],
    ['a text that speaks of reports far below', `${'x'.repeat(2_000)}<!-- flowrecon report -->`, false],
    ['an older report', '<!-- flowrecon report -->\n## flowrecon plan', true],
  ])('may take the place of %s: %j %s', (_name, text, expected) => {
    expect(isReplaceable('markdown', text)).toBe(expected);
  });
});

describe('the checkout of a run', () => {
  const github = {
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'acme/lists',
    GITHUB_SHA: 'abc',
    GITHUB_WORKSPACE: '/work/lists',
  };
  const gitlab = {
    CI_PROJECT_DIR: 'C:\\lists\\',
    CI_PROJECT_URL: 'https://gitlab.example/acme',
    CI_COMMIT_SHA: 'def',
  };

  test.each([
    [
      'GitHub, at the root',
      github,
      '/work/lists',
      { folder: '', sources: 'https://github.com/acme/lists/blob/abc/' },
    ],
    [
      'GitHub, in a folder',
      github,
      '/work/lists/eu/',
      { folder: 'eu/', sources: 'https://github.com/acme/lists/blob/abc/eu/' },
    ],
    ['GitHub, beside the checkout', github, '/work/lists-2', undefined],
    ['GitHub, half told', { ...github, GITHUB_REPOSITORY: undefined }, '/work/lists', undefined],
    ['GitHub, without a commit', { ...github, GITHUB_SHA: undefined }, '/work/lists', undefined],
    [
      'GitLab, on Windows',
      gitlab,
      'C:\\lists',
      { folder: '', sources: 'https://gitlab.example/acme/-/blob/def/' },
    ],
    ['another scheme', { ...gitlab, CI_PROJECT_URL: 'javascript:alert(1)' }, 'C:\\lists', undefined],
    ['nothing', {}, '/work', undefined],
  ])('is known from %s', (...[, env, cwd, expected]) => {
    expect(checkoutOf(env, cwd)).toEqual(expected);
  });

  test.each([
    ['a.yaml', 'https://h/a.yaml#L3'],
    ['eu (1)/ä#.yaml', 'https://h/eu%20%281%29/%C3%A4%23.yaml#L3'],
    ['../a.yaml', undefined],
    ['/tmp/a.yaml', undefined],
    ['C:/a.yaml', undefined],
  ])('leads to %s by %s', (file, expected) => {
    expect(addressOf(aRange({ file }), 'https://h/')).toBe(expected);
    expect(addressOf(aRange({ file }), undefined)).toBeUndefined();
  });
});
