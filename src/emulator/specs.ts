// The connection specification of IBM DB2, in our own transcription: ids from the public DB2 tutorial, shape from the
// spec samples of the public tutorials. It serves `GET /connectionSpecs` and is what creates and patches are checked by.
import type { JsonObject } from './json.ts';

/** One way to log in, and the JSON Schema of its params. */
export interface AuthSpec {
  readonly name: string;
  readonly type: string;
  readonly spec: {
    readonly $schema: string;
    readonly type: 'object';
    readonly description: string;
    readonly properties: Readonly<
      Record<string, { readonly type: string; readonly [keyword: string]: unknown }>
    >;
    readonly required: readonly string[];
  };
}

/** A connection specification as `GET /connectionSpecs` lists it. */
export interface ConnectionSpec {
  readonly id: string;
  readonly name: string;
  readonly providerId: string;
  readonly version: string;
  readonly authSpec: readonly AuthSpec[];
  readonly attributes: JsonObject;
  readonly permissionsInfo: JsonObject;
}

const SCHEMA = 'http://json-schema.org/draft-07/schema#';

const basicAuthentication: AuthSpec = {
  name: 'Basic Authentication',
  type: 'basicAuthentication',
  spec: {
    $schema: SCHEMA,
    type: 'object',
    description: 'Server, database and a user of it.',
    properties: {
      server: { type: 'string', description: 'Host, or host:port.' },
      database: { type: 'string', description: 'Name of the database.' },
      authenticationType: { type: 'string', description: 'How the user logs in.', enum: ['Basic'] },
      username: { type: 'string', description: 'Name of the user.' },
      password: { type: 'string', description: 'Password of the user.', format: 'password' },
    },
    required: ['server', 'database', 'username', 'password'],
  },
};

const connectionStringAuthentication: AuthSpec = {
  name: 'Connection String Based Authentication',
  type: 'connectionStringAuth',
  spec: {
    $schema: SCHEMA,
    type: 'object',
    description: 'One text that names server, database, user and password.',
    properties: {
      connectionString: { type: 'string', description: 'The whole connection string.', format: 'password' },
    },
    required: ['connectionString'],
  },
};

/** The DB2 specification. */
export const db2Spec: ConnectionSpec = {
  id: '09182899-b429-40c9-a15a-bf3ddbc8ced7',
  name: 'ibm-db2',
  providerId: '0ed90a81-07f4-4586-8190-b40eccef1c5a',
  version: '1.0',
  authSpec: [basicAuthentication, connectionStringAuthentication],
  attributes: { category: 'database', connectorName: 'IBM DB2', isSource: true, isDraftModeSupported: true },
  permissionsInfo: {
    manage: [{ '@type': 'lowLevel', name: 'EnterpriseSource', permissions: ['write'] }],
    view: [{ '@type': 'lowLevel', name: 'EnterpriseSource', permissions: ['read'] }],
  },
};

/** Every specification that the emulator knows. */
export const connectionSpecs: readonly ConnectionSpec[] = [db2Spec];

/** Names of the params that any spec marks as secret. */
export const secretParams: ReadonlySet<string> = new Set(
  connectionSpecs
    .flatMap((spec) => spec.authSpec)
    .flatMap((auth) => Object.entries(auth.spec.properties))
    .filter(([, property]) => property['format'] === 'password')
    .map(([name]) => name),
);
