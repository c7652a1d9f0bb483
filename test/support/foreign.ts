// Connections that stood on a platform before flowrecon ever ran, in every spelling that the service has been seen to
// return, or may.
import type { TestPlatform } from './platform.ts';

/** A connection that somebody else made. */
export interface Foreign {
  sandbox: string;
  id: string;
  name: string;
  description?: string;
  createdAt: number;
  createdBy?: string;
  auth: { specName?: string; params: Record<string, unknown> };
}

/** What no output may hold. */
export const SECRET = 'hunter2-SeCrEt';
const login = { server: 'db2.example.com:50000', database: 'ORDERS', username: 'aep', password: SECRET };
const STRING_SPEC = 'Connection String Based Authentication';

const HOSTILE_NAMES = [
  ...[
    'yes',
    'Off',
    'null',
    '0755',
    '<<',
    '__proto__',
    'constructor',
    '# none',
    'a: b',
    '- a',
    '*all',
    '&all',
    '{x}',
  ],
  ...[
    '[x]',
    "it's",
    '"quoted"',
    '%TAG',
    '@at',
    '`tick`',
    'prod/orders',
    '数据库',
    'Übersicht',
    '😀',
    'a\\b',
    '---',
  ],
];

/** Spellings that the service has been seen to return, or may. */
const SPELLINGS: ((name: string, index: number) => Omit<Foreign, 'sandbox' | 'id' | 'createdAt'>)[] = [
  (name) => ({ name, auth: { params: { ...login, authenticationType: 'Basic' } } }),
  (name, index) => ({
    name,
    description: '',
    auth: { params: { ...login, server: `DB2-${index}.Example.COM` } },
  }),
  (name) => ({ name, description: `${name}\n# not a comment\n- name: x`, auth: { params: login } }),
  (name) => ({ name, auth: { specName: STRING_SPEC, params: { connectionString: `Pwd=${SECRET}` } } }),
  (name) => ({
    name,
    auth: { params: { ...login, database: 1234, username: 77, timeout: '5', retries: 3 } },
  }),
  (name) => ({
    name,
    auth: { params: { ...login, orgId: 'x@AdobeOrg', authorizedDate: '2026', privateEndpointId: 'p' } },
  }),
  (name) => ({
    name,
    auth: { params: { ...login, sslPassword: SECRET, url: `jdbc:x;password=${SECRET};`, '<<': 'no' } },
  }),
  (name) => ({
    name,
    createdBy: `me\n- name: ${name}`,
    auth: { params: { ...login, authenticationType: '' } },
  }),
];

/** None of these can stand in a list. */
export const UNFIT: Omit<Foreign, 'sandbox' | 'id' | 'createdAt'>[] = [
  { name: 'Twin', auth: { params: login } },
  { name: 'Twin', auth: { params: { ...login, database: 'OTHER' } } },
  { name: ' blank before', auth: { params: login } },
  { name: 'line\nbreak', auth: { params: login } },
  { name: 'no host', auth: { params: { ...login, server: 'not a host' } } },
  { name: 'no user', auth: { params: { server: 'h', database: 'd', password: SECRET } } },
];

function foreign(count: number): Foreign[] {
  const names = Array.from(
    { length: count - UNFIT.length },
    (_, index) => HOSTILE_NAMES[index] ?? `Orders ${index}`,
  );
  const fit = names.map((name, index) =>
    (SPELLINGS[index % SPELLINGS.length] ?? SPELLINGS[0])?.(name, index),
  );
  return [...fit, ...UNFIT].flatMap((each, index) => {
    const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    const sandbox = index % 3 === 0 && each?.name !== 'Twin' ? 'prod' : 'dev';
    return each === undefined ? [] : [{ ...each, id, sandbox, createdAt: 1_600_000_000_000 + index }];
  });
}

/** Enough for several pages in each of two sandboxes. */
export const ALL = foreign(500);

/** The first few, in one sandbox. */
export const some = (count: number): Foreign[] =>
  ALL.slice(0, count).map((each) => ({ ...each, sandbox: 'dev' }));

/** Puts connections on a platform as others would have. */
export async function plant(platform: TestPlatform, connections: readonly Foreign[]): Promise<void> {
  await platform.control('POST', 'connections', connections);
}
