// flowrecon init as a person or a pipeline calls it: what it writes validates, and nothing is overwritten.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { PROJECT } from '../support/run-cli.ts';
import { test } from '../support/workspace.ts';

const CSV = [
  'Connection Name,Sandbox,Host,Database,User,Password',
  'Orders,dev,db2.example.com,ORDERS,reader,hunter2',
  'Stock,DEV,db2.example.com,STOCK,reader,hunter2',
  'Bills,dev,db2/example,BILLS,reader,hunter2',
  '',
].join('\n');

describe.concurrent('flowrecon init', () => {
  test('writes a list that validates, and what belongs beside it', async ({ workspace }) => {
    await workspace.write('.gitignore', 'node_modules/\n.env\n');
    const ended = await workspace.run(['init', '--org-id', 'AB12@AdobeOrg', '--name', 'Orders: EU']);
    expect(ended).toMatchObject({ code: 0, stdout: '' });
    const files = [...(await workspace.files()).keys()].map((path) => path.slice(workspace.root.length + 1));
    expect(files.sort()).toEqual([
      '.github/workflows/flowrecon.yml',
      '.gitignore',
      'connections.schema.json',
      'connections.yaml',
    ]);
    expect(await workspace.read('.gitignore')).toMatch(
      /^node_modules\/\n\.env\n\*\.state\.json\.journal\*\n/,
    );
    const shipped = await readFile(join(PROJECT, 'schemas/connections.schema.json'), 'utf8');
    expect(await workspace.read('connections.schema.json')).toBe(shipped);
    expect((await workspace.run(['validate'])).stdout).toBe('1 file checked: 1 entry in 1 sandbox.\n');
    const planned = await workspace.run(['plan', '--emulator'], { ORDERS_EU_PASSWORD: 'x' });
    expect(planned.stdout).toContain('1 to create');
  });

  test('writes nothing where the list stands, and leaves what else stands', async ({ workspace }) => {
    await workspace.write('.github/workflows/flowrecon.yml', 'mine');
    expect((await workspace.run(['init', '--yes'])).stderr).toContain(
      'Unchanged  .github/workflows/flowrecon.yml',
    );
    await workspace.write('connections.yaml', 'mine');
    const before = await workspace.files();
    const again = await workspace.run(['init', '--json']);
    expect(again.code).toBe(3);
    const [diagnostic] = again.json().diagnostics;
    expect(diagnostic?.message).toBe(
      'connections.yaml exists, and nothing is overwritten; no file was written',
    );
    expect(await workspace.files()).toEqual(before);
  });

  test('leads an editor into the package where the project has it', async ({ workspace }) => {
    await workspace.write('node_modules/flowrecon/schemas/connections.schema.json', '{}');
    await mkdir(join(workspace.root, '.git'));
    expect((await workspace.run(['init', '--out', 'teams/a.yaml'])).code).toBe(0);
    expect((await workspace.read('teams/a.yaml')).split('\n')[0]).toBe(
      '# yaml-language-server: $schema=../node_modules/flowrecon/schemas/connections.schema.json',
    );
    expect(await workspace.read('.github/workflows/flowrecon.yml')).toContain(
      'run: npx flowrecon plan --detailed-exitcode -f "teams/a.yaml"',
    );
  });

  test('writes nothing where a flag says what no list may say', async ({ workspace }) => {
    const ended = await workspace.run(['init', '--sandbox', 'Prod']);
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain('error: sandbox `Prod` has upper-case letters\n  hint: write `prod`\n');
    expect(await workspace.files()).toEqual(new Map());
  });

  test('writes nothing where a file cannot be written, and says so before', async ({ workspace }) => {
    await workspace.write('.github', 'no folder');
    await mkdir(join(workspace.root, '.gitignore'));
    const ended = await workspace.run(['init']);
    expect(ended.code).toBe(3);
    expect([...(await workspace.files()).keys()]).toEqual([join(workspace.root, '.github')]);
  });
});

describe.concurrent('flowrecon init --from-csv', () => {
  test('tells every bad row at its line, writes the rest, and no password anywhere', async ({
    workspace,
  }) => {
    await workspace.write('a.csv', CSV);
    const ended = await workspace.run([
      'init',
      '--from-csv',
      'a.csv',
      '--ci',
      'none',
      '--password-env',
      'DB2_{KEY}',
    ]);
    expect(ended.code).toBe(4);
    expect(ended.stderr).toContain(
      'a.csv:3: error: sandboxes are written in lower case: dev (column Sandbox)\n',
    );
    expect(ended.stderr).toContain('a.csv:4: error: `server` is not a host name');
    expect(ended.stderr).toContain('1 column may hold secrets and is not read: Password');
    const list = await workspace.read('connections.yaml');
    expect(list).toContain('  # a.csv:2\n  - name: Orders\n    key: orders\n    sandbox: dev\n');
    expect(list).toContain('password: { env: DB2_ORDERS }');
    expect(`${list}${ended.stdout}${ended.stderr}`).not.toContain('hunter2');
    expect((await workspace.run(['validate'])).code).toBe(0);
  });

  test('is one document with --json, rows and faults included', async ({ workspace }) => {
    await workspace.write('a.csv', CSV);
    const ended = await workspace.run(['init', '--from-csv', 'a.csv', '--json']);
    expect(ended).toMatchObject({ code: 4, stderr: '' });
    expect(ended.json()).toMatchObject({
      command: 'init',
      entries: 1,
      inventory: {
        delimiter: ',',
        rows: [{ line: 2, key: 'dev/orders' }],
        faults: [{ line: 3 }, { line: 4 }],
      },
    });
  });

  test.for([
    {
      name: 'an uncertain column',
      args: [],
      csv: 'Name,Host,Schema,User\nA,h,d,u\n',
      says: "Say it with --column sandbox=HEADER --column 'name=Name' --column 'server=Host' --column 'database=Schema' --column 'username=User'. One sandbox for all rows is --sandbox NAME.",
    },
    {
      name: 'no row that comes to an entry',
      args: ['--sandbox', 'dev'],
      csv: 'Name,Host,DB,User\nA,,d,u\n',
      says: 'no row of a.csv comes to an entry, so nothing was written',
    },
    {
      name: 'a broken quote',
      args: [],
      csv: 'Name,Host\nA,"h\n',
      says: 'a.csv:2:1: error: a double quote in this row has no partner',
    },
    {
      name: 'a password for a name',
      args: ['--column', 'name=Password'],
      csv: CSV,
      says: "column 'Password' may hold secrets by its name",
    },
    {
      name: 'a password column',
      args: ['--column', 'password=Password'],
      csv: CSV,
      says: 'Passwords are not read: a secret never stands in a list.',
    },
    {
      name: 'a column that is not there',
      args: ['--column', 'name=Conection Name'],
      csv: CSV,
      says: "Did you mean 'Connection Name'?",
    },
    {
      name: 'several sandboxes',
      args: ['--sandbox', 'a', '--sandbox', 'b'],
      csv: CSV,
      says: 'several --sandbox are given',
    },
    {
      name: 'columns of one name',
      args: ['--column', 'name=A'],
      csv: 'A,A\n1,2\n',
      says: "a.csv has several columns 'A'",
    },
  ])('writes nothing for $name', async ({ args, csv, says }, { workspace }) => {
    await workspace.write('a.csv', csv);
    const ended = await workspace.run(['init', '--from-csv', 'a.csv', ...args]);
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain(says);
    expect([...(await workspace.files()).keys()]).toEqual([join(workspace.root, 'a.csv')]);
  });

  test.for([
    { args: ['--column', 'name=A'], says: '--column needs --from-csv' },
    { args: ['--password-file', 'x/{key}'], says: '--password-file needs --from-csv' },
    { args: ['--from-csv', 'a.csv', '--name', 'A'], says: 'cannot be used with option' },
    { args: ['--from-csv', 'a.csv', '--delimiter', ',,'], says: 'Expected one character, or tab.' },
    { args: ['--from-csv', 'a.csv', '--column', 'nmae=A'], says: 'Expected FIELD=HEADER' },
    { args: ['--from-csv', 'a.csv', '--password-env', '{HOST}'], says: 'knows only the placeholders' },
  ])('takes no flag for granted: $args', async ({ args, says }, { workspace }) => {
    const ended = await workspace.run(['init', ...args]);
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain(says);
  });
});
