// The line at the end of a check against the platform.
import { expect, it } from 'vitest';
import { NO_REQUESTS } from '../../src/report/json.ts';
import { onlineText } from '../../src/report/online-text.ts';
import { plain } from '../../src/report/page.ts';

const spec = { id: 'spec-1', hash: 'h', changed: false };
const dev = { name: 'dev', state: 'active' };

it.each([
  {
    name: 'all is well',
    report: { spec, sandboxes: [dev], requests: { ...NO_REQUESTS, total: 3 } },
    text: 'Online: 1 of 1 sandbox can be used; held against the connection spec spec-1; 3 requests.',
  },
  {
    name: 'some sandboxes cannot be used',
    report: {
      spec,
      sandboxes: [dev, { name: 'prod', state: 'unknown' }, { name: 'stage', state: 'resetting' }],
      requests: { ...NO_REQUESTS, total: 1 },
    },
    text: 'Online: 1 of 3 sandboxes can be used (prod is unknown, stage is resetting); held against the connection spec spec-1; 1 request.',
  },
  {
    name: 'nothing could be read',
    report: { spec: null, sandboxes: [], requests: NO_REQUESTS },
    text: 'Online: 0 of 0 sandboxes can be used; the connection spec was not read; 0 requests.',
  },
])('says so when $name', ({ report, text }) => {
  expect(onlineText(report, plain)).toBe(text);
});
