// The layout of src as a test: who may import whom, and for each rule the proof that it would notice.
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeViolation, findViolations, type Violation } from './architecture/cruise.ts';
import { plants } from './architecture/plants.ts';
import { rules } from './architecture/rules.ts';
import { writeSkeleton } from './architecture/skeleton.ts';

const project = join(import.meta.dirname, '..');

test('src/cli.ts, from which reachability is measured, exists', () => {
  expect(existsSync(join(project, 'src/cli.ts'))).toBe(true);
});

test('every import in src and test follows the rules of the layout', async () => {
  const violations = await findViolations(project);
  expect(violations.map(describeViolation)).toEqual([]);
});

describe('in a skeleton of the layout', () => {
  let root: string;
  let clean: readonly Violation[];
  let planted: readonly Violation[];

  beforeAll(async () => {
    // The real path, because imports are resolved to it where the temporary folder is a link (macOS).
    root = realpathSync(mkdtempSync(join(tmpdir(), 'flowrecon-layout-')));
    writeSkeleton(root, []);
    clean = await findViolations(root);
    writeSkeleton(root, plants);
    planted = await findViolations(root);
  });

  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  test('the allowed imports break no rule', () => {
    expect(clean).toEqual([]);
  });

  test.each(plants)('$rule reports `$line` in $from', ({ rule, from, to }) => {
    const reported = planted.filter((violation) => violation.from === from && violation.to === to);
    expect(reported.map((violation) => violation.rule)).toEqual([rule]);
  });

  test('nothing is reported that was not planted', () => {
    expect(planted).toHaveLength(plants.length);
  });
});

test('every rule says where the code belongs and has a wrong import that proves it', () => {
  const proven = new Set(plants.map(({ rule }) => rule));
  const lacking = rules.filter(({ name, comment }) => !comment || name === undefined || !proven.has(name));
  expect(lacking).toEqual([]);
});
