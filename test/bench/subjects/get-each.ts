// Compares entry by entry: one GET for each, at the width of a run.
import { readFile } from 'node:fs/promises';
import ky from 'ky';
import pLimit from 'p-limit';
import { options, tell, timed } from './stopwatch.ts';

const { url, headers, state, width } = options() as {
  url: string;
  headers: Record<string, string>;
  state: string;
  width: number;
};
const { connections } = JSON.parse(await readFile(state, 'utf8')) as {
  connections: Record<string, { sandbox: string; id: string }>;
};
const limit = pLimit(width);
const { value, ...took } = await timed(() =>
  Promise.all(
    Object.values(connections).map(({ sandbox, id }) =>
      limit(() =>
        ky
          .get(`${url}/data/foundation/flowservice/connections/${id}`, {
            headers: { ...headers, 'x-sandbox-name': sandbox },
          })
          .json(),
      ),
    ),
  ),
);
tell({ requests: value.length, ...took });
