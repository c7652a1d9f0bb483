// An inventory of two thousand rows, three in a hundred of them faulty, becomes a list that validates.
import { describe, expect } from 'vitest';
import { test } from '../../support/workspace.ts';

const ROWS = 2_000;

type Spoil = (cells: string[]) => string[];

/** Every way of being faulty comes ten times. */
const SPOILT: readonly { readonly spoil: Spoil; readonly told: string }[] = [
  { spoil: (cells) => cells.with(2, ''), told: 'there is no server (column DB Host)' },
  {
    spoil: (cells) => cells.with(3, '5000O'),
    told: 'the port is no whole number from 1 to 65535 (column Port No.)',
  },
  {
    spoil: (cells) => cells.with(1, 'PROD'),
    told: 'sandboxes are written in lower case: prod (column AEP Sandbox)',
  },
  { spoil: (cells) => cells.slice(0, 6), told: 'the row has 6 cells, and the header has 8' },
  {
    spoil: (cells) => cells.with(0, 'Orders 0').with(1, 'dev'),
    told: 'the name stands twice in sandbox dev, first at inventory.csv:2',
  },
  {
    spoil: (cells) => cells.with(2, 'db2/orders'),
    told: '`server` is not a host name with an optional port',
  },
];

function spoilerOf(index: number): (typeof SPOILT)[number] | undefined {
  return index % 33 === 32 ? SPOILT[Math.floor(index / 33) % SPOILT.length] : undefined;
}

/** The table as a spreadsheet would save it, and the lines that are to be told. */
function inventory(): { readonly text: string; readonly faults: readonly string[] } {
  const lines = ['\ufeffConnection Name;AEP Sandbox;DB Host;Port No.;Database;Login;Password;Remarks'];
  const faults: string[] = [];
  let line = 2;
  for (let index = 0; index < ROWS; index += 1) {
    const sandbox = ['dev', 'stage', 'prod'][index % 3] ?? '';
    const remark = index % 7 === 1 ? `"Number ""${index}"";\r\nin two lines"` : 'none';
    const sound = [
      `Orders ${index}`,
      sandbox,
      `db2-${index}.example.com`,
      '50000',
      `DB${index}`,
      'reader',
      `hunter2-${index}`,
      remark,
    ];
    const spoiler = spoilerOf(index);
    const cells = spoiler === undefined ? sound : spoiler.spoil(sound);
    if (spoiler !== undefined) faults.push(`inventory.csv:${line}: error: ${spoiler.told}`);
    lines.push(cells.join(';'));
    line += cells.at(-1) === remark && remark !== 'none' ? 2 : 1;
  }
  return { text: `${lines.join('\r\n')}\r\n`, faults };
}

describe('an inventory of two thousand rows', () => {
  test('validates as a list, has its faults told by row, and is not written twice', async ({ workspace }) => {
    const { text, faults } = inventory();
    expect(faults).toHaveLength(60);
    await workspace.write('inventory.csv', text);
    const ended = await workspace.run(['init', '--from-csv', 'inventory.csv']);
    expect(ended.code).toBe(4);
    const told = ended.stderr
      .split('\n')
      .filter((line) => line.startsWith('inventory.csv:') && line.includes('error'));
    expect(told).toEqual(faults);
    const validated = await workspace.run(['validate']);
    expect(validated).toMatchObject({ code: 0, stdout: '1 file checked: 1940 entries in 3 sandboxes.\n' });
    const list = await workspace.read('connections.yaml');
    expect(list.match(/^ {2}# inventory\.csv:\d+$/gm)).toHaveLength(1_940);
    expect(`${list}${ended.stderr}`).not.toContain('hunter2');

    const again = await workspace.run(['init', '--from-csv', 'inventory.csv']);
    expect(again.code).toBe(3);
    expect(again.stderr).toContain('connections.yaml exists, and nothing is overwritten');
    expect(await workspace.read('connections.yaml')).toBe(list);
  });
});
