// Creates connections as a script of ten lines would: ky for the requests, p-limit for the width, and nothing else.
import ky from 'ky';
import pLimit from 'p-limit';
import { someBodies } from '../entries.ts';
import { options, tell, timed } from './stopwatch.ts';

const { url, count, prefix, width } = options() as {
  url: string;
  count: number;
  prefix: string;
  width: number;
};

const form = new URLSearchParams({
  client_id: 'client',
  client_secret: 'secret',
  grant_type: 'client_credentials',
  scope: 's',
});
const { access_token: token } = await ky
  .post(`${url}/ims/token/v3`, { body: form })
  .json<{ access_token: string }>();
const headers = {
  authorization: `Bearer ${token}`,
  'x-api-key': 'client',
  'x-gw-ims-org-id': 'ACME@AdobeOrg',
  'x-sandbox-name': 'dev',
  'content-type': 'application/json',
};
const bodies = someBodies(count, prefix);
const limit = pLimit(width);
const create = (body: string): Promise<unknown> =>
  ky.post(`${url}/data/foundation/flowservice/connections`, { headers, body }).json();
const { value, ...took } = await timed(() => Promise.all(bodies.map((body) => limit(create, body))));
if (value.length !== count) throw new Error(`${value.length} of ${count} were created`);
tell(took);
