// The commands that need no platform: validate in its four formats, and the help of every command.
import { describe, expect } from 'vitest';
import { accounts, test } from '../support/workspace.ts';

const FAULTY = `version: 1
connections:
  - name: Orders
    sandbox: dev
    server: db2.example.com:50000
    databse: ORDERS
    username: reader
    password: qzPlainSecret
`;

interface SarifLog {
  version: string;
  runs: {
    results: {
      ruleId: string;
      level: string;
      locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[];
    }[];
  }[];
}

const formats: readonly {
  format: string;
  good: (out: string) => void;
  bad: (out: string) => void;
}[] = [
  {
    format: 'text',
    good: (out) => {
      expect(out).toBe('1 file checked: 2 entries in 1 sandbox.\n');
    },
    bad: (out) => {
      expect(out).toContain('connections.yaml:6:5: error: ');
      expect(out).toContain('did you mean `database`?');
      expect(out).toMatch(
        /\n\n2 errors, 0 warnings\.\nMore about unknown-field, plain-secret: .*what-happens-when\.md\n$/,
      );
    },
  },
  {
    format: 'json',
    good: (out) => {
      const summary = { entries: 2, errors: 0, warnings: 0 };
      expect(JSON.parse(out)).toMatchObject({ command: 'validate', valid: true, summary, diagnostics: [] });
    },
    bad: (out) => {
      expect(JSON.parse(out)).toMatchObject({
        command: 'validate',
        valid: false,
        summary: { errors: 2 },
        diagnostics: [
          { code: 'unknown-field', file: 'connections.yaml', line: 6, column: 5 },
          { code: 'plain-secret', file: 'connections.yaml', line: 8 },
        ],
      });
    },
  },
  {
    format: 'sarif',
    good: (out) => {
      expect((JSON.parse(out) as SarifLog).runs[0]?.results).toEqual([]);
    },
    bad: (out) => {
      const { version, runs } = JSON.parse(out) as SarifLog;
      const found = runs[0]?.results.map(({ ruleId, level, locations: [place] }) => [
        ruleId,
        level,
        place?.physicalLocation.artifactLocation.uri,
        place?.physicalLocation.region.startLine,
      ]);
      expect(version).toBe('2.1.0');
      expect(found).toEqual([
        ['unknown-field', 'error', 'connections.yaml', 6],
        ['plain-secret', 'error', 'connections.yaml', 8],
      ]);
    },
  },
  {
    format: 'github',
    good: (out) => {
      expect(out).toBe('');
    },
    bad: (out) => {
      const lines = out.split('\n');
      expect(lines[0]).toMatch(/^::error file=connections\.yaml,line=6,col=5,.*::/);
      expect(lines[1]).toMatch(/^::error file=connections\.yaml,line=8,/);
      expect(lines.slice(2)).toEqual(['']);
    },
  },
];

describe.concurrent('validate', () => {
  test.for(formats)('tells its findings as $format', async ({ format, good, bad }, { workspace }) => {
    await workspace.list(accounts(2));
    const fine = await workspace.run(['validate', '--format', format]);
    expect(fine).toMatchObject({ code: 0, stderr: '' });
    good(fine.stdout);
    await workspace.write('connections.yaml', FAULTY);
    const faulty = await workspace.run(['validate', '--format', format]);
    expect(faulty).toMatchObject({ code: 3, stderr: '' });
    bad(faulty.stdout);
    expect(faulty.stdout).not.toContain('qzPlainSecret');
  });
});

describe.concurrent('help', () => {
  test.for([
    'validate',
    'plan',
    'apply',
    'state list',
    'state show',
    'state mv',
    'state rm',
    'state unlock',
    'emulator',
  ])('of %s shows its options and two examples', async (command, { workspace }) => {
    const { code, stdout, stderr } = await workspace.run([...command.split(' '), '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`Usage: flowrecon ${command} `);
    expect(stdout).toContain('--log-level');
    const [, shown = ''] = stdout.split('Examples:\n');
    const lines = shown.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line.startsWith(`  flowrecon ${command}`)).toBe(true);
  });
});
