// The login of clients that are not flowrecon.
import type { BenchPlatform } from './platform.ts';

/** Asks for a token; the headers of every further request. */
export async function logIn({ url }: BenchPlatform): Promise<Record<string, string>> {
  const answer = await fetch(`${url}/ims/token/v3`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: 'client',
      client_secret: 'secret',
      grant_type: 'client_credentials',
      scope: 's',
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return {
    authorization: `Bearer ${token}`,
    'x-api-key': 'client',
    'x-gw-ims-org-id': 'ACME@AdobeOrg',
    'x-sandbox-name': 'dev',
    'content-type': 'application/json',
  };
}
