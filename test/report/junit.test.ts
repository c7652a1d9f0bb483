// The JUnit report, read by a parser that refuses what XML does not allow.
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { junitReport } from '../../src/report/junit.ts';
import type { RunReport } from '../../src/core/run-report.ts';
import { aTestResult } from '../support/builders.ts';
import { expectGolden } from './golden-file.ts';
import { aReport, applied, applyOf, findings, HOSTILE, hostile, planned } from './report-samples.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

function parse(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open: Element[] = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(xml).close();
  return root.children[0]!;
}

function casesOf(run: RunReport): Element[] {
  const suites = parse(junitReport(run)).children;
  return suites.flatMap(({ children }) => children.filter(({ name }) => name === 'testcase'));
}

describe('a run as JUnit', () => {
  test.each([
    { golden: 'report-apply.xml', run: applied },
    { golden: 'report-of-nothing.xml', run: aReport({ command: 'validate' }) },
  ])('is $golden', async ({ golden, run }) => {
    await expectGolden(golden, junitReport(run));
  });

  test('has a test case for each entry, in the class of its sandbox, with its place', () => {
    const found = casesOf(planned).find(({ attributes }) => attributes['name'] === 'dev/update');
    expect(found?.attributes).toEqual({
      classname: 'dev',
      name: 'dev/update',
      file: 'connections.yaml',
      line: '15',
      time: '0.000',
    });
  });

  test('counts what it holds', () => {
    const { attributes, children } = parse(junitReport(applied));
    const cases = casesOf(applied);
    const count = (name: string): string =>
      String(cases.filter((each) => each.children.some((child) => child.name === name)).length);
    expect(attributes).toMatchObject({
      tests: String(cases.length),
      failures: count('failure'),
      errors: count('error'),
      skipped: count('skipped'),
    });
    for (const suite of children) {
      const own = suite.children.filter(({ name }) => name === 'testcase');
      expect(suite.attributes['tests']).toBe(String(own.length));
    }
  });

  test('tells a failure with its reason, its place and its change', () => {
    const failed = casesOf(applied).find(({ attributes }) => attributes['name'] === 'dev/moved');
    expect(failed?.children).toMatchObject([
      { name: 'failure', attributes: { type: 'failed', message: 'A parameter has a bad value.' } },
    ]);
    expect(failed?.children[0]?.text).toContain('connections.yaml:69:5\nfailed: move');
  });

  test('skips what was not reached, and what is known to be bad', () => {
    const known = { verdict: 'tls', firstSeen: '2026-01-10' } as const;
    const tests = [{ ...aTestResult({ verdict: 'tls', message: 'Bad certificate.' }), known }];
    expect(casesOf(aReport({ command: 'test', tests }))[0]?.children).toMatchObject([
      { name: 'skipped', attributes: { message: 'Bad certificate.' } },
    ]);
  });

  test('of a run that was refused has an error of its own', () => {
    const refused = casesOf(aReport({ diagnostics: findings.slice(0, 1), exitCode: 5 }));
    expect(refused).toMatchObject([
      {
        attributes: { classname: 'flowrecon' },
        children: [{ name: 'error', attributes: { type: 'forbidden' } }],
      },
    ]);
  });

  test('is well-formed whatever a name holds, and gives the name back but for what XML cannot hold', () => {
    const names = new Set(casesOf(hostile).map(({ attributes }) => attributes['name']));
    for (const text of HOSTILE) {
      const speakable = text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202e]|\p{Cs}/gu, '\ufffd');
      expect(names).toContain(`dev/${speakable}`);
    }
  });

  test('leaves nobody out, however many there are', () => {
    expect(casesOf(applyOf(3_000)).filter(({ attributes }) => attributes['line'] !== undefined)).toHaveLength(
      3_000,
    );
  });
});
