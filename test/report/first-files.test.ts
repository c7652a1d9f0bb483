// The texts of first files.
import { describe, expect, it } from 'vitest';
import { listErrors } from '../../src/config/list-rereading.ts';
import { listText } from '../../src/config/list-writing.ts';
import { parseText } from '../../src/config/document.ts';
import { firstListLayout, initSummary, workflowText } from '../../src/report/first-files.ts';
import { plain } from '../../src/report/page.ts';
import { expectGolden } from './golden-file.ts';

const connection = {
  name: 'Orders EU',
  server: 'db2.example.com:50000',
  database: 'ORDERS',
  username: 'reader',
};

describe('first files', () => {
  it('are a list that has no fault', async () => {
    const plainList = listText(firstListLayout('./s.json', { sandboxes: ['dev'], connection }));
    const platform = { orgId: 'AB12@AdobeOrg', platformUrl: 'https://platform.adobe.io' };
    const fullList = listText(
      firstListLayout('./s.json', { sandboxes: ['dev', 'prod'], connection, ...platform }),
    );
    expect(listErrors(plainList)).toEqual([]);
    expect(listErrors(fullList)).toEqual([]);
    await expectGolden('first-list.yaml', plainList);
    await expectGolden('first-list-of-organisation.yaml', fullList);
  });

  it.each([
    {
      name: 'a package of the project',
      golden: 'workflow-of-package.yml',
      installed: true,
      list: 'teams/a b.yaml',
    },
    { name: 'no package of the project', golden: 'workflow.yml', installed: false, list: 'connections.yaml' },
  ])('are a workflow that reads as YAML where flowrecon is $name', async ({ golden, installed, list }) => {
    const text = workflowText({ list, installed, version: '1.2.3' });
    expect(parseText(text).faults).toEqual([]);
    await expectGolden(golden, text);
  });

  it('are named at the end, with what to do next', async () => {
    const files = [
      { path: 'connections.yaml', outcome: 'written' },
      { path: '.gitignore', outcome: 'extended' },
      { path: 'flowrecon.yml', outcome: 'left' },
    ] as const;
    await expectGolden(
      'init.txt',
      initSummary({ files, entries: 2, next: ['Do this.', 'Then that.'], page: plain }),
    );
  });
});
