// Reports on disk: whole, and never over somebody's file.
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { encodeState } from '../../src/backend/format.ts';
import { encodePlan } from '../../src/backend/plan-format.ts';
import { appendSummary, checkReportFile, writeReportFile } from '../../src/backend/report-file.ts';
import { planConnections } from '../../src/core/plan.ts';
import { jsonReport } from '../../src/report/report-json.ts';
import { aReport } from '../report/report-samples.ts';
import { aPlanInput, aRecord, aSavedPlan, aState } from '../support/builders.ts';
import { test } from './support/place.ts';

const older = jsonReport(aReport(), {});
const text = jsonReport(aReport({ exitCode: 4 }), {});

describe('a report', () => {
  test('is written for its owner, and leaves nothing beside it', async ({ place }) => {
    const file = { path: place.path(), kind: 'json' } as const;
    expect(await checkReportFile(file)).toBeUndefined();
    expect(await place.names()).toEqual([]);
    expect(await writeReportFile(file, text)).toBeUndefined();
    expect(await place.read('')).toBe(text);
    expect((await stat(place.path())).mode & 0o777).toBe(0o600);
    expect(await place.names()).toEqual(['state.json']);
  });

  test('takes the place of an older one, and keeps who may read it', async ({ place }) => {
    await place.write('', older);
    await chmod(place.path(), 0o644);
    expect(await writeReportFile({ path: place.path(), kind: 'json' }, text)).toBeUndefined();
    expect(await place.read('')).toBe(text);
    expect((await stat(place.path())).mode & 0o777).toBe(0o644);
  });

  for (const [what, content] of [
    ['a list', '{"version": 1, "connections": []}'],
    ['a state', encodeState(aState({ 'dev/orders': aRecord() }))],
    ['a saved plan', encodePlan(aSavedPlan(planConnections(aPlanInput())))],
    ['a document of --json', '{\n  "formatVersion": "1.0",\n  "command": "plan"\n}\n'],
    ['bytes that are no text', Buffer.from([0, 255, 254, 1])],
  ] as const)
    test(`never overwrites ${what}`, async ({ place }) => {
      await writeFile(place.path(), content);
      const before = await readFile(place.path());
      const file = { path: place.path(), kind: 'json' } as const;
      const refused = {
        severity: 'error',
        code: 'report-unusable',
        summary: `${place.path()} exists and is no report of flowrecon of this kind, so it is not overwritten`,
        fix: 'Name another file, or remove this one.',
      };
      expect(await checkReportFile(file)).toEqual(refused);
      expect(await writeReportFile(file, text)).toEqual(refused);
      expect(await readFile(place.path())).toEqual(before);
    });

  test('is refused where there is no folder for it', async ({ place }) => {
    await place.write('', older);
    for (const folder of [`${place.root}/missing`, place.path()])
      expect(await writeReportFile({ path: `${folder}/a.json`, kind: 'json' }, text)).toMatchObject({
        summary: `the report ${folder}/a.json cannot be written: there is no folder ${folder}`,
        fix: 'Make the folder first (mkdir -p), or name another file.',
      });
  });

  test('is refused where a folder has its name', async ({ place }) => {
    await mkdir(place.path());
    expect(await checkReportFile({ path: place.path(), kind: 'json' })).toMatchObject({
      summary: `the report ${place.path()} cannot be written: EISDIR: illegal operation on a directory, read`,
    });
  });

  test('is refused where the file beside it cannot be made', async ({ place }) => {
    await mkdir(`${place.path()}.tmp`);
    expect(await writeReportFile({ path: place.path(), kind: 'json' }, text)).toMatchObject({
      summary: expect.stringContaining(`the report ${place.path()} cannot be written: EISDIR`) as string,
    });
  });
});

describe('the summary of a step', () => {
  test('grows by what is added, and says why where it cannot', async ({ place }) => {
    await place.write('', 'one\n');
    expect(await appendSummary(place.path(), 'two\n')).toBeUndefined();
    expect(await place.read('')).toBe('one\ntwo\n');
    expect(await appendSummary(place.root, 'x')).toContain('EISDIR');
  });
});
