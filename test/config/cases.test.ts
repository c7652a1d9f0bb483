// Every folder below cases/ is one faulty configuration and the exact text that a user gets for it. A new case is a new
// folder; UPDATE_GOLDENS=1 writes what is missing or has changed, for review as text.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfiguration } from '../../src/config/load.ts';
import type { Diagnostic } from '../../src/core/diagnostic.ts';
import { diagnosticJson, diagnosticText } from '../../src/report/diagnostics.ts';
import { githubText } from '../../src/report/github.ts';
import { plain } from '../../src/report/page.ts';
import { sarifText } from '../../src/report/sarif.ts';

const FOLDER = join(import.meta.dirname, 'cases');
const MARKER = 'HUNTER2';
const names = readdirSync(FOLDER).sort();
const update = process.env['UPDATE_GOLDENS'] === '1';

const known = new Map<string, readonly Diagnostic[]>();

async function diagnosticsOf(name: string): Promise<readonly Diagnostic[]> {
  const found = known.get(name) ?? (await load(name));
  known.set(name, found);
  return found;
}

async function load(name: string): Promise<readonly Diagnostic[]> {
  const cwd = join(FOLDER, name);
  const single = readdirSync(cwd).includes('connections.yaml');
  const loaded = await loadConfiguration({ paths: [single ? 'connections.yaml' : '.'], cwd });
  return loaded.ok ? loaded.value.warnings : loaded.problem;
}

describe('a faulty configuration is told in words that do not change by accident', () => {
  test.for(names)('%s', async (name) => {
    const diagnostics = await diagnosticsOf(name);
    const text = `${diagnosticText(diagnostics, plain)}\n`;
    const golden = join(FOLDER, name, 'expected.txt');
    if (update) writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, 'utf8'));
    expect(diagnostics).not.toHaveLength(0);
  });
});

test('no form of output shows a planted secret or a stack trace', async () => {
  for (const name of names) {
    const diagnostics = await diagnosticsOf(name);
    const forms = [
      diagnosticText(diagnostics, plain),
      JSON.stringify(diagnostics.map(diagnosticJson)),
      sarifText(diagnostics),
      githubText(diagnostics),
      JSON.stringify(diagnostics),
    ].join('\n');
    expect(forms, name).not.toContain(MARKER);
    expect(forms, name).not.toContain('20220202');
    expect(forms, name).not.toMatch(/^\s+at .*[:(]\d+/m);
  }
});

test('every diagnostic of every case has a place that lies within its file', async () => {
  for (const name of names) {
    for (const { range, fix } of await diagnosticsOf(name)) {
      expect(fix, name).not.toBe('');
      const lines = readFileSync(join(FOLDER, name, range?.file ?? ''), 'utf8').split('\n');
      expect(range?.line, name).toBeLessThanOrEqual(lines.length);
      expect(range?.column, name).toBeLessThanOrEqual((lines[(range?.line ?? 1) - 1] ?? '').length + 1);
    }
  }
});

test('there are enough cases to speak of a habit', () => {
  expect(names.length).toBeGreaterThanOrEqual(60);
});
