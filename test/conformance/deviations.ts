// Where Adobe's published OpenAPI of the Flow Service (version of June 2026) is wrong or silent, each place once: what it
// says, what is taken for right here, and why. The shapes beside this file follow the OpenAPI in everything else.
// A deviation proves itself where it can: its example fits either what is published or what holds here, and not both.

/** One place where the shapes here differ from what is published. */
export interface Deviation {
  /** Number in the table of known deviations; from 31 on: found while the shapes were written down. */
  readonly row: number;
  readonly published: string;
  readonly here: string;
  readonly reason: string;
  /** Statuses that are not published and are let pass. */
  readonly statuses?: readonly number[];
  readonly proof?: Proof;
}

/** An example that tells what is published from what holds here. */
interface Proof {
  /** Name of the shape that holds here. */
  readonly shape: string;
  /** What is published, by schema or by text, as far as it matters. */
  readonly published: object;
  readonly example: unknown;
  /** Which of the two the example fits. */
  readonly fits: 'here' | 'published';
}

type Example = readonly [shape: string, published: object, example: unknown];
const onlyHere = (...[shape, published, example]: Example): Proof => ({
  shape,
  published,
  example,
  fits: 'here',
});
const onlyPublished = (...[shape, published, example]: Example): Proof => ({
  ...{ shape, published, example, fits: 'published' },
});

const auth = { specName: 'x', params: {} };
const connectionSpec = { id: 'x', version: '1.0' };
const connection = { id: 'x', name: 'x', state: 'enabled', auth, createdAt: 1, updatedAt: 1, connectionSpec };
const list = { type: 'object', properties: { items: { type: 'array' } } };
const upperCase = ['ADD', 'REPLACE', 'REMOVE'];

const bodies: readonly Deviation[] = [
  {
    row: 3,
    published: 'the body of a PATCH is one object with an upper-case op and an object for a value',
    here: 'an array of operations in lower case, with any value',
    reason: 'every sample and Adobe’s own client send arrays; RFC 6902 has lower case',
    proof: onlyHere(
      'patch-request',
      { type: 'object', required: ['op', 'path', 'value'], properties: { op: { enum: upperCase } } },
      [{ op: 'replace', path: '/name', value: 'B' }],
    ),
  },
  {
    row: 4,
    published: 'a list of connections has items alone',
    here: '_links is there, {} on the last page',
    reason: 'samples show it, and the prose on paging needs it',
    proof: onlyPublished('connection-page', list, { items: [] }),
  },
  {
    row: 9,
    published: 'version is the version of the connection, in the text of a spec version',
    here: 'version equals the etag, with its double quotes',
    reason: 'the example in the same file shows an etag, as do all samples',
    proof: onlyPublished(
      'connection',
      { properties: { version: { type: 'string' } } },
      { ...connection, version: '1.0' },
    ),
  },
  {
    row: 10,
    published: 'a connection can be enabled or disabled',
    here: 'any text',
    reason: 'error texts name initializing and draft, others appear in the console',
    proof: onlyHere(
      'connection',
      { properties: { state: { enum: ['enabled', 'disabled'] } } },
      { ...connection, state: 'initializing' },
    ),
  },
  {
    row: 15,
    published: 'the text of a create lets connectionSpec.version be left out, its schema does not',
    here: 'required',
    reason: 'the reference of destinations answers 422 without it',
    proof: onlyPublished('spec-reference', { required: ['id'] }, { id: 'x' }),
  },
  {
    row: 18,
    published: 'errors have no shape at all',
    here: 'the current and the older form; plain text and web pages are let pass',
    reason: 'samples of both forms stand in Adobe’s guides',
    proof: onlyPublished('flow-error', {}, {}),
  },
  {
    row: 25,
    published: 'errors of the gateway are not in the file; elsewhere error_code is text or a number',
    here: 'either',
    reason: 'the troubleshooting guide shows text, the reference of destinations a number',
    proof: onlyHere(
      'gateway-error',
      { properties: { error_code: { type: 'string' } } },
      { error_code: 401013, message: 'x' },
    ),
  },
  {
    row: 26,
    published: 'an update answers with the updated connection, says the text',
    here: 'id and etag',
    reason: 'the example in the same place, and every sample, show these two',
    proof: onlyHere('identity', { required: ['id', 'name', 'connectionSpec'] }, { id: 'x', etag: '"x"' }),
  },
  {
    row: 19,
    published: 'a list with count=true has the shape of any list',
    here: 'the number and nothing else',
    reason: 'the guide to sorting and filtering shows it',
    proof: onlyPublished('connection-page', list, { count: 3 }),
  },
  {
    row: 31,
    published: 'a create needs connectionSpec alone, says the schema; name and auth too, says the text',
    here: 'as the text says',
    reason: 'the error catalogue has a code for each that is missing',
    proof: onlyPublished('create-request', { required: ['connectionSpec'] }, { connectionSpec }),
  },
  {
    row: 32,
    published: 'an exploration answers with a list',
    here: 'with a list for the root, with format and schema for a table',
    reason: 'the tutorials on exploring show both',
    proof: onlyHere('explored', { type: 'array' }, { format: 'flat', schema: { columns: [] } }),
  },
  {
    row: 33,
    published: 'authSpec[].spec has the fields of one source as its members',
    here: 'it is a JSON Schema of the params',
    reason: 'samples of specs in the tutorials',
    proof: onlyPublished(
      'spec-page',
      {},
      {
        items: [
          {
            id: 'x',
            name: 'x',
            version: '1.0',
            authSpec: [{ name: 'x', type: 'x', spec: { accessKeyId: 'x' } }],
          },
        ],
      },
    ),
  },
];

const queries: readonly Deviation[] = [
  {
    row: 11,
    published: 'property lists the fields to return, and filters',
    here: 'a filter only',
    reason: 'every worked example is a filter; no reply with chosen fields is shown anywhere',
    proof: onlyPublished(
      'list-query',
      { properties: { property: { type: 'array', items: { type: 'string' } } } },
      { property: ['name,description'] },
    ),
  },
  {
    row: 12,
    published: 'limit is any integer',
    here: 'from 1 to 100',
    reason: 'the reference of destinations has 100 as its maximum',
    proof: onlyPublished('list-query', { properties: { limit: { type: 'array' } } }, { limit: ['1000'] }),
  },
  {
    row: 13,
    published: 'objectType is upper case',
    here: 'lower case',
    reason: 'every tutorial',
    proof: onlyHere(
      'explore-query',
      { properties: { objectType: { items: { enum: ['ROOT', 'TABLE', 'FILE', 'FOLDER', 'REST'] } } } },
      { objectType: ['root'] },
    ),
  },
  {
    row: 14,
    published: 'an action needs subOp, and op is upper case',
    here: 'no subOp, lower case',
    reason: 'the tutorial on drafts publishes with op=publish alone',
    proof: onlyHere('action-query', { required: ['op', 'subOp'] }, { op: ['publish'] }),
  },
];

type Words = readonly [row: number, published: string, here: string, reason: string, statuses?: number[]];

const words: readonly Words[] = [
  [1, 'a JSON file beside the YAML', 'not read', 'it is a collection of Postman'],
  [2, 'a slash after the id of PATCH and DELETE', 'sent without', 'all else has none'],
  [5, 'x-sandbox-name optional', 'required', 'the catalogue refuses its lack (2105)'],
  [6, 'no 404, 412, 422 or 429', 'let pass', 'the catalogues have them', [404, 412, 422, 429]],
  [7, '403 for a missing token', '401 too', 'the general guide says so', [401]],
  [8, 'a deletion answers 204', '202 too', 'the reference of destinations', [202]],
  [16, 'auth.params of one source', 'any object', 'those of DB2 are in its spec'],
  [17, 'no lastOperation', 'optional', 'a real sample has it'],
  [20, 'if-match holds the etag', 'with its quotes', 'the destinations reference says so'],
  [21, 'nothing on how secrets read', 'any text, or nothing', 'samples differ'],
  [22, 'nothing on names', 'not unique', 'no code for a duplicate exists'],
  [23, 'no Retry-After', 'optional, seconds or a date', 'HTTP, and a sibling API'],
  [24, 'one example of a next link', 'any of four forms', 'no rule is given'],
  [27, 'a single read is a list', 'the same', 'so it is: of one, or of none'],
  [28, 'nothing on a login at a write', 'either', 'only the test is documented to log in'],
  [29, 'nothing on unknown parameters', 'none is sent', 'the catalogue has a refusal (1451)'],
  [34, 'no 400, 415, 500, 502 or 504', 'let pass', 'most codes are 400', [400, 415, 500, 502, 504]],
  [30, 'nothing on lagging listings', 'they may lag', 'no promise is made'],
];

/** Every known deviation. */
export const deviations: readonly Deviation[] = [
  ...bodies,
  ...queries,
  ...words.map(([row, published, here, reason, statuses = []]) => ({
    row,
    published,
    here,
    reason,
    statuses,
  })),
];
