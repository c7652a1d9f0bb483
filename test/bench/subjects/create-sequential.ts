// Creates connections one after the other, as a first script does.
import { someBodies } from '../entries.ts';
import { options, tell, timed } from './stopwatch.ts';

const { url, headers, count, prefix } = options() as {
  url: string;
  headers: Record<string, string>;
  count: number;
  prefix: string;
};
const bodies = someBodies(count, prefix);
const { workMs } = await timed(async () => {
  for (const body of bodies) {
    const answer = await fetch(`${url}/data/foundation/flowservice/connections`, {
      method: 'POST',
      headers,
      body,
    });
    if (!answer.ok) throw new Error(await answer.text());
    await answer.json();
  }
});
tell({ workMs });
