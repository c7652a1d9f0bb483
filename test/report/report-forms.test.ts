// The reports that programs read as JSON, and the mark by which flowrecon knows its own again.
import { describe, expect, test } from 'vitest';
import { isReplaceable } from '../../src/core/run-report.ts';
import { htmlReport } from '../../src/report/html.ts';
import { planMembers } from '../../src/report/json.ts';
import { junitReport } from '../../src/report/junit.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { jsonReport } from '../../src/report/report-json.ts';
import { sarifReport } from '../../src/report/sarif.ts';
import { pageParts } from '../support/page-script.ts';
import { expectGolden } from './golden-file.ts';
import { aReport, applied, planned } from './report-samples.ts';

const members = planMembers(planned);

test.each([
  { golden: 'report-plan.json', text: jsonReport(planned, members) },
  { golden: 'report-apply.sarif', text: sarifReport(applied) },
])('the golden file is $golden', async ({ golden, text }) => {
  await expectGolden(golden, text);
});

describe('a report as JSON', () => {
  test('is the document of the command with a header', () => {
    const { run, kind, formatVersion, command, ...rest } = JSON.parse(jsonReport(planned, members)) as Record<
      string,
      unknown
    >;
    expect({ kind, formatVersion, command }).toEqual({
      kind: 'flowrecon-report',
      formatVersion: '1.0',
      command: 'plan',
    });
    expect(rest).toEqual(JSON.parse(JSON.stringify(members)));
    expect(run).toMatchObject({ version: '0.1.0', startedAt: '2026-01-15T02:00:03.000Z', exitCode: 4 });
  });

  test('says null of what the run did not come to', () => {
    const { target, statePath, ...refused } = aReport({ exitCode: 3 });
    expect([target, statePath]).not.toContain(undefined);
    expect(JSON.parse(jsonReport(refused, {}))).toMatchObject({
      run: { platform: null, orgId: null, state: null, limit: null },
    });
  });
});

describe('a report as SARIF', () => {
  const log = JSON.parse(sarifReport(applied)) as { runs: { invocations: object[]; results: object[] }[] };

  test('says how the run went', () => {
    expect(log.runs[0]?.invocations).toEqual([
      {
        executionSuccessful: true,
        exitCode: 4,
        startTimeUtc: '2026-01-15T02:00:03.000Z',
        endTimeUtc: '2026-01-15T02:00:15.345Z',
      },
    ]);
  });

  test('shows an entry that failed at its lines', () => {
    expect(log.runs[0]?.results).toContainEqual(
      expect.objectContaining({
        ruleId: 'request-failed',
        locations: [
          expect.objectContaining({
            physicalLocation: {
              artifactLocation: { uri: 'connections.yaml' },
              region: { startLine: 69, startColumn: 5, endLine: 9, endColumn: 1 },
            },
            logicalLocations: [{ fullyQualifiedName: 'dev/moved' }],
          }),
        ],
      }),
    );
  });
});

test('every form may be replaced by a later one of its kind, and by no other', () => {
  const forms = {
    markdown: markdownReport(applied),
    junit: junitReport(applied),
    html: htmlReport(applied, pageParts()),
    json: jsonReport(planned, members),
    sarif: sarifReport(applied),
  } as const;
  for (const [kind, text] of Object.entries(forms) as [keyof typeof forms, string][]) {
    expect(isReplaceable(kind, text), kind).toBe(true);
    expect(isReplaceable(kind === 'json' ? 'sarif' : 'json', text), kind).toBe(false);
  }
});
