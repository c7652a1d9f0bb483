// The connection specification of IBM DB2, in our own transcription: ids from the public DB2 tutorial, shape from the
// spec samples of the public tutorials. It serves `GET /connectionSpecs` and is what creates and patches are checked by.
import type { JsonObject } from './json.ts';
import type { AuthSpecChange, EmulatorSettings } from './settings.ts';

/** One way to log in, and the JSON Schema of its params. */
export interface AuthSpec {
  readonly name: string;
  readonly type: string;
  readonly spec: {
    readonly $schema: string;
    readonly type: 'object';
    readonly description: string;
    readonly properties: Readonly<Record<string, JsonObject>>;
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
  readonly sourceSpec: JsonObject;
  readonly exploreSpec: JsonObject;
  readonly encryptionSpecs: readonly JsonObject[];
  readonly attributes: JsonObject;
  readonly permissionsInfo: JsonObject;
}

/** The id of the DB2 spec, the same in every organisation. */
export const DB2_SPEC_ID = '09182899-b429-40c9-a15a-bf3ddbc8ced7';

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

const db2Spec: ConnectionSpec = {
  id: DB2_SPEC_ID,
  name: 'ibm-db2',
  providerId: '0ed90a81-07f4-4586-8190-b40eccef1c5a',
  version: '1.0',
  authSpec: [basicAuthentication, connectionStringAuthentication],
  sourceSpec: {
    name: 'Database',
    type: 'Database',
    spec: {
      $schema: SCHEMA,
      type: 'object',
      description: 'The table that a dataflow reads.',
      properties: { path: { type: 'string', description: 'Name of the table.' } },
      required: ['path'],
    },
  },
  exploreSpec: {
    name: 'Table',
    type: 'Tabular',
    requestSpec: {
      $schema: SCHEMA,
      type: 'object',
      properties: {
        objectType: { type: 'string', enum: ['root', 'table'] },
        object: { type: 'string', description: 'Name of the table.' },
      },
    },
    responseSpec: {},
  },
  encryptionSpecs: [],
  attributes: { category: 'database', connectorName: 'IBM DB2', isSource: true, isDraftModeSupported: true },
  permissionsInfo: {
    manage: [{ '@type': 'lowLevel', name: 'EnterpriseSource', permissions: ['write'] }],
    view: [{ '@type': 'lowLevel', name: 'EnterpriseSource', permissions: ['read'] }],
  },
};

/** The specs that are in force, and what follows from them. */
export interface SpecShelf {
  readonly specs: readonly ConnectionSpec[];
  /** Names of the params that any spec marks as secret. */
  readonly secretParams: ReadonlySet<string>;
}

/** Puts the specs in force, with the changes that the settings ask for. */
export function shelveSpecs(settings: EmulatorSettings): SpecShelf {
  const specs = [changeSpec(settings)];
  const secretParams = specs
    .flatMap((spec) => spec.authSpec)
    .flatMap((auth) => Object.entries(auth.spec.properties))
    .filter(([, property]) => property['format'] === 'password')
    .map(([name]) => name);
  return { specs, secretParams: new Set(secretParams) };
}

function changeSpec({ specFields, authSpecChanges }: EmulatorSettings): ConnectionSpec {
  const changed = db2Spec.authSpec.flatMap((auth) => {
    const change = authSpecChanges[auth.name];
    return change === null ? [] : [change ? changeAuth(auth, change) : auth];
  });
  const known = new Set(db2Spec.authSpec.map(({ name }) => name));
  const added = Object.entries(authSpecChanges).flatMap(([name, change]) =>
    change && !known.has(name) ? [changeAuth({ ...bareAuth, name }, change)] : [],
  );
  return { ...db2Spec, ...specFields, id: db2Spec.id, authSpec: [...changed, ...added] };
}

const bareAuth: AuthSpec = {
  name: '',
  type: 'custom',
  spec: { $schema: SCHEMA, type: 'object', description: 'A way to log in.', properties: {}, required: [] },
};

function changeAuth(auth: AuthSpec, { properties = {}, required = [] }: AuthSpecChange): AuthSpec {
  const fields = Object.entries({ ...auth.spec.properties, ...properties });
  const kept = fields.flatMap(([name, property]) => (property === null ? [] : [[name, property] as const]));
  const names = new Set(kept.map(([name]) => name));
  const needed = auth.spec.required.filter((name) => names.has(name));
  return {
    ...auth,
    spec: {
      ...auth.spec,
      properties: Object.fromEntries(kept),
      required: [...new Set([...needed, ...required])],
    },
  };
}
