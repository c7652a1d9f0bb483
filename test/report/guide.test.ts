// Which findings lead to the page "What happens when", and how often.
import { describe, expect, test } from 'vitest';
import type { Diagnostic, DiagnosticCode } from '../../src/core/diagnostic.ts';
import { guideLine } from '../../src/report/guide.ts';

const PAGE = 'docs/what-happens-when.md';

function told(severity: Diagnostic['severity'], ...codes: readonly DiagnosticCode[]): Diagnostic[] {
  return codes.map((code) => ({ severity, code, summary: 'S', fix: 'F' }));
}

interface Row {
  name: string;
  now: Diagnostic[];
  before?: Diagnostic[];
  line: string | undefined;
}

const rows: readonly Row[] = [
  { name: 'nothing is wrong', now: [], line: undefined },
  {
    name: 'warnings and notes say enough',
    now: [...told('warning', 'conflict'), ...told('note', 'settled')],
    line: undefined,
  },
  {
    name: 'one code leads to its section',
    now: told('error', 'conflict', 'conflict'),
    line: `More about it: ${PAGE}#conflict`,
  },
  {
    name: 'several are named',
    now: told('error', 'yaml-syntax', 'unknown-field', 'yaml-syntax'),
    line: `More about yaml-syntax, unknown-field: ${PAGE}`,
  },
  {
    name: 'what was led to before is not repeated',
    now: told('error', 'conflict', 'forbidden'),
    before: told('error', 'conflict'),
    line: `More about it: ${PAGE}#forbidden`,
  },
  {
    name: 'what was a warning before has not been led to',
    now: told('error', 'secret-unresolved'),
    before: told('warning', 'secret-unresolved'),
    line: `More about it: ${PAGE}#secret-unresolved`,
  },
];

describe('the way to the page', () => {
  test.for(rows)('$name', ({ now, before, line }) => {
    expect(guideLine(now, PAGE, before)).toBe(line);
  });
});
