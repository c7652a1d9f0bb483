// What is remembered of a connection spec. Decides what counts as a change: the version and the ways to log in do, with
// everything in them; what a user interface is told about the source does not.
import { createHash } from 'node:crypto';
import { outlineLogin } from '../core/connection-spec.ts';
import type { ConnectionSpec, SpecOutline } from '../core/connection-spec.ts';
import { sortMembers } from './hash.ts';

/** Makes the outline of a spec of modest size. */
export function outlineSpec(platform: string, { id, version, logins }: ConnectionSpec): SpecOutline {
  const schemas = Object.fromEntries(logins.map(({ name, schema }) => [name, schema]));
  const text = JSON.stringify({ version, schemas }, sortMembers);
  return {
    platform,
    id,
    version,
    sha256: createHash('sha256').update(text).digest('hex'),
    logins: new Map(logins.map(({ name, schema }) => [name, outlineLogin(schema)])),
  };
}
