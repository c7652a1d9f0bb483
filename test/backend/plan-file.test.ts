// Saved plans on disk: private, whole, and never over somebody's file.
import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { readPlanFile, writePlanFile } from '../../src/backend/plan-file.ts';
import { encodePlan } from '../../src/backend/plan-format.ts';
import { encodeState } from '../../src/backend/format.ts';
import { planConnections } from '../../src/core/plan.ts';
import { aPlanInput, aRecord, aSavedPlan, aState, anAskedPlan } from '../support/builders.ts';
import { ok, refused, test } from './support/place.ts';

const older = aSavedPlan(planConnections(aPlanInput()));
const plan = aSavedPlan(planConnections(aPlanInput({ desired: [] })), {
  asked: anAskedPlan({ prune: true }),
});

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

describe('a plan that is saved', () => {
  test('is given back, and can be read by its owner only', async ({ place }) => {
    ok(await writePlanFile(place.path(), plan));
    expect(ok(await readPlanFile(place.path()))).toEqual(plan);
    expect(await modeOf(place.path())).toBe(0o600);
    expect(await place.names()).toEqual(['state.json']);
  });

  for (const mode of [0o644, 0o400])
    test(`replaces an older one of mode ${mode.toString(8)}, which everybody else loses sight of`, async ({
      place,
    }) => {
      await writeFile(place.path(), encodePlan(older));
      await chmod(place.path(), mode);
      ok(await writePlanFile(place.path(), plan));
      expect(ok(await readPlanFile(place.path()))).toEqual(plan);
      expect(await modeOf(place.path())).toBe(0o600);
    });

  for (const [what, text] of [
    ['an empty file', ''],
    ['a file of white space', ' \n'],
    ['an older plan that was cut off', encodePlan(older).slice(0, 120)],
    ['a plan of another format', encodePlan(older).replace('"1.0"', '"9.9"')],
    ['an older plan that an editor has saved', encodePlan(older).replaceAll('\n', '\r\n')],
  ] as const)
    test(`replaces ${what}`, async ({ place }) => {
      await place.write('', text);
      ok(await writePlanFile(place.path(), plan));
      expect(ok(await readPlanFile(place.path()))).toEqual(plan);
    });

  for (const [what, text] of [
    ['a list', 'version: 1\nconnections: []\n'],
    ['a state', encodeState(aState({ 'dev/orders': aRecord() }))],
    ['a document that only mentions plans', '{"note": "see flowrecon-plan"}'],
    ['bytes that are no text', Buffer.from([0, 255, 254, 1])],
  ] as const)
    test(`never overwrites ${what}`, async ({ place }) => {
      await place.write('', text);
      const before = await readFile(place.path());
      expect(refused(await writePlanFile(place.path(), plan))).toEqual({
        severity: 'error',
        code: 'plan-unusable',
        summary: `${place.path()} exists and is no saved plan, so it is not overwritten`,
        fix: 'Name another file, or remove this one.',
      });
      expect(await readFile(place.path())).toEqual(before);
      expect(await place.names()).toEqual(['state.json']);
    });

  test('takes the place of a link, and leaves alone what that led to', async ({ place }) => {
    await place.write('.real', encodePlan(older));
    await symlink(place.path('.real'), place.path());
    ok(await writePlanFile(place.path(), plan));
    expect(ok(await readPlanFile(place.path()))).toEqual(plan);
    expect(await place.read('.real')).toBe(encodePlan(older));
  });

  test('is refused where no file can be', async ({ place }) => {
    const fix = 'See that the folder is there and can be written to, or name another file.';
    const below = `${place.root}/missing/plan.json`;
    expect(refused(await writePlanFile(below, plan))).toMatchObject({ code: 'plan-unusable', fix });
    await mkdir(place.path());
    expect(refused(await writePlanFile(place.path(), plan))).toMatchObject({
      summary: `the plan cannot be saved as ${place.path()}: EISDIR: illegal operation on a directory, read`,
      fix,
    });
  });
});

describe('a plan that is read', () => {
  const fix = 'Name a file that flowrecon plan --out has written.';

  for (const [what, text, says] of [
    ['an empty file', '', 'is no saved plan of flowrecon'],
    ['another file', 'version: 1\n', 'is no saved plan of flowrecon'],
    ['a damaged one', encodePlan(plan).replace('"serial": 3', '"serial": "3"'), 'is damaged'],
    ['one of another format', encodePlan(plan).replace('"1.0"', '"9.9"'), 'has format "9.9"'],
  ] as const)
    test(`is refused when it is ${what}`, async ({ place }) => {
      await place.write('', text);
      const { code, summary, fix: way } = refused(await readPlanFile(place.path()));
      expect({ code, way }).toEqual({ code: 'plan-unusable', way: fix });
      expect(summary).toContain(`the file ${place.path()} ${says}`);
    });

  test('is refused when there is none', async ({ place }) => {
    const summary = `there is no saved plan ${place.path()}`;
    expect(refused(await readPlanFile(place.path()))).toMatchObject({ code: 'plan-unusable', summary, fix });
  });

  test('is refused when it is a folder', async ({ place }) => {
    expect(refused(await readPlanFile(place.root))).toMatchObject({
      summary: `the saved plan ${place.root} cannot be read: EISDIR: illegal operation on a directory, read`,
      fix,
    });
  });
});
