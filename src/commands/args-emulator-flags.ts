// The flags of `flowrecon emulator`: one for every setting of the emulator that is a number, a choice, a text or a list of
// texts, by the name of the setting. Data only; what a setting does is written down where the emulator has it. Of several
// choices the first is the value at rest. A test holds this table against the settings.
import { InvalidArgumentError } from 'commander';
import { parseCount, parseDuration } from './args-values.ts';

/** A flag and the setting that it gives. */
export interface SettingFlag {
  /** As the help shows it: `--latency <duration>`. */
  readonly flag: string;
  /** Dotted path of the setting: `latency.ms`. */
  readonly setting: string;
  readonly says: string;
  readonly choices?: readonly (string | number)[];
  readonly read?: (text: string) => unknown;
  /** May be given several times; the values make a list, or with `=` the members of an object. */
  readonly gathers?: 'list' | 'members';
}

/** Flags under one heading of the help. */
export interface FlagGroup {
  readonly heading: string;
  readonly flags: readonly SettingFlag[];
}

type Row = readonly [flag: string, setting: string, says: string];

const duration = ([flag, setting, says]: Row, read = parseDuration): SettingFlag => ({
  ...{ flag: `${flag} <duration>`, setting, says, read },
});
const whole = ([flag, setting, says]: Row, read = parseWhole): SettingFlag => ({
  ...{ flag: `${flag} <n>`, setting, says, read },
});
const choice = ([flag, setting, says]: Row, ...choices: (string | number)[]): SettingFlag => ({
  ...{ flag: `${flag} <which>`, setting, says, choices },
});
const several = ([flag, setting, says]: Row, placeholder: string): SettingFlag => ({
  ...{
    flag: `${flag} <${placeholder}>`,
    setting,
    says: `${says}; repeatable`,
    gathers: 'list',
  },
});
const members = ([flag, setting, says]: Row, placeholder: string): SettingFlag => ({
  ...several([flag, setting, says], placeholder),
  ...{ gathers: 'members', read: parsePair },
});

function parseWhole(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 0 on.');
  return Number(text);
}

function parseFigure(text: string): number {
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(text))
    throw new InvalidArgumentError('Expected a number such as 5 or 0.5.');
  return Number(text);
}

function parseShare(text: string): number {
  const share = /^[01](\.\d{1,9})?$/.test(text) ? Number(text) : 2;
  if (share > 1) throw new InvalidArgumentError('Expected a share from 0 to 1, such as 0.05.');
  return share;
}

function parseSeconds(text: string): number {
  return parseDuration(text) / 1_000;
}

function parseOffset(text: string): number {
  return text.startsWith('-') ? -parseDuration(text.slice(1)) : parseDuration(text);
}

function parsePair(text: string): readonly [string, string] {
  const [, name, value] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Expected NAME=VALUE.');
  return [name, value];
}

const VERDICTS = [
  ...['ok', 'refused-login', 'unreachable', 'tls'],
  ...['error-400', 'error-500', 'error-503', 'error-504'],
];

function parseVerdict(text: string): object {
  const [host, verdict] = parsePair(text);
  if (!VERDICTS.includes(verdict)) throw new InvalidArgumentError(`Verdicts are ${VERDICTS.join(', ')}.`);
  return { host, verdict };
}

function latencyFlags(flag: string, setting: string, what: string): readonly SettingFlag[] {
  return [
    duration([flag, `${setting}.ms`, `how long every answer ${what} takes`]),
    duration([`${flag}-jitter`, `${setting}.jitterMs`, 'up to so much more, drawn per answer']),
    {
      ...{ flag: `${flag}-slow-share <share>`, setting: `${setting}.slowShare`, read: parseShare },
      says: 'share of the answers that are slow, such as 0.05',
    },
    duration([`${flag}-slow`, `${setting}.slowMs`, 'how much longer a slow answer takes']),
  ];
}

/** Every flag that gives a setting, as the help groups them. */
export const flagGroups: readonly FlagGroup[] = [
  {
    heading: 'Sandboxes:',
    flags: [
      several(['--sandbox', 'sandboxes', 'a sandbox that exists (default: prod, stage, dev)'], 'name'),
      several(['--forbid', 'forbiddenSandboxes', 'a sandbox that the caller may not use'], 'sandbox'),
      members(['--sandbox-state', 'sandboxStates', 'a sandbox in another state than active'], 'name=state'),
      choice(['--sandbox-access', 'sandboxAccess', 'what the Sandbox API shows'], 'admin', 'user', 'none'),
      choice(
        ['--missing-sandbox-header', 'missingSandboxHeader', 'requests that name none'],
        'reject',
        'prod',
      ),
    ],
  },
  {
    heading: 'Who is let in:',
    flags: [
      { flag: '--org-id <id>', setting: 'orgId', says: 'the organisation (default: any)' },
      members(['--client', 'clients', 'a client id and its secret (default: any)'], 'id=secret'),
      several(['--accept-token', 'acceptedTokens', 'an access token that is valid without a login'], 'token'),
      choice(['--caller', 'caller', 'whose tokens they are'], 'technical', 'service', 'user'),
      choice(['--permission', 'permission', 'what the role permits'], 'manage', 'view', 'none'),
      duration(
        ['--token-lifetime', 'tokenLifetimeSeconds', 'life of a token (default: 86399s)'],
        parseSeconds,
      ),
      whole(['--token-uses', 'tokenUses', 'requests after which a token is dead']),
      choice(['--token-expiry-unit', 'tokenExpiryUnit', 'unit of expires_in'], 'seconds', 'milliseconds'),
      choice(['--login-error-status', 'loginErrorStatus', 'status of a refused login'], 400, 401),
      choice(['--missing-token-status', 'missingTokenStatus', 'status without a token'], 403, 401),
      choice(
        ['--credential-errors', 'credentialErrors', 'who refuses a bad token'],
        'gateway',
        'flow-service',
      ),
    ],
  },
  {
    heading: 'Speed and limits:',
    flags: [
      ...latencyFlags('--latency', 'latency', 'of the platform'),
      ...latencyFlags('--token-latency', 'tokenLatency', 'of the token endpoint'),
      {
        ...{ flag: '--rate-limit <n>', setting: 'rateLimit.perSecond', read: parseFigure },
        says: 'requests per second of the organisation, beyond which the answer is 429',
      },
      whole(['--rate-burst', 'rateLimit.burst', 'requests at once (default: those of a second)'], parseCount),
      choice(['--retry-after', 'rateLimit.retryAfter', 'form of Retry-After'], 'seconds', 'date', 'none'),
      whole(['--retry-after-seconds', 'rateLimit.seconds', 'what it asks for (default: what is true)']),
      whole(
        ['--concurrency-limit', 'concurrencyLimit', 'requests at once, beyond which the answer is 500'],
        parseCount,
      ),
    ],
  },
  {
    heading: 'What readings show:',
    flags: [
      whole(['--page-size', 'pageSizeDefault', 'items on a page without a limit (default: 20)'], parseCount),
      whole(['--page-size-max', 'pageSizeMax', 'most items on a page (default: 100)'], parseCount),
      choice(['--limit-over-max', 'limitOverMax', 'a limit above it'], 'clamp', 'reject'),
      choice(['--href-form', 'hrefForm', 'form of the next link'], 'rooted', 'absolute', 'query', 'token'),
      duration(['--list-lag', 'listLagMs', 'until a write shows in listings']),
      whole(['--list-lag-lists', 'listLagLists', 'listings that do not yet show a write']),
      choice(['--listed-deletions', 'listedDeletions', 'when deletions leave listings'], 'gone', 'lag'),
      choice(['--unknown-params', 'unknownParams', 'unknown query parameters'], 'ignore', 'reject'),
      choice(['--missing-connection', 'missingConnection', 'an id that is none'], 'not-found', 'empty-list'),
      several(['--omit-field', 'omittedFields', 'a field that no reading of a connection has'], 'name'),
      choice(['--secret-rendering', 'secretRendering', 'how secrets read'], 'vault', 'mask', 'omit', 'plain'),
      choice(['--error-form', 'errorForm', 'form of its errors'], 'current', 'older', 'text', 'html'),
      choice(['--error-code-as', 'errorCodeAs', 'error_code of the gateway'], 'text', 'number'),
    ],
  },
  {
    heading: 'How writes go:',
    flags: [
      choice(['--missing-version', 'missingVersion', 'a create without the version'], 'default', 'reject422'),
      choice(['--write-login', 'writeLogin', 'whether a write logs in to the database'], 'skip', 'try'),
      choice(
        ['--initial-state', 'initialState', 'state of a new connection'],
        ...['enabled', 'disabled', 'initializing', 'draft', 'updating', 'disabling'],
      ),
      duration(['--initializing', 'initializingMs', 'how long it initializes (default: 50ms)']),
      duration(['--touched-after', 'touchedAfterMs', 'when a new connection is touched once more']),
      choice(['--etag-form', 'etagForm', 'form of etags'], 'azure', 'uuid'),
      choice(['--etag-moves', 'etagMoves', 'etags that move alone'], 'never', 'after-list', 'after-read'),
      duration(['--etag-moves-after', 'etagMovesAfterMs', 'after each write, when the etag moves alone']),
      choice(['--updates', 'updates', 'whether PATCH works'], 'accept', 'reject-type', 'reject-feature'),
      choice(['--patch-ops', 'patchOps', 'names of operations'], 'lower-case', 'any-case'),
      choice(['--patch-object', 'patchObject', 'one operation without a list'], 'reject', 'accept'),
      choice(['--if-match-unquoted', 'ifMatchUnquoted', 'etags without quotes'], 'reject', 'accept'),
      choice(['--delete-status', 'deleteStatus', 'status of a deletion'], 204, 202),
      duration(['--deletion-time', 'deletionMs', 'until a deletion takes effect']),
      several(['--in-use', 'inUse', 'id or name, with *, of what dataflows hold'], 'pattern'),
      choice(['--in-use-code', 'inUseCode', 'how that is told'], '1418', '1447'),
    ],
  },
  {
    heading: 'And:',
    flags: [
      {
        ...several(
          [
            '--verdict',
            'testVerdicts',
            'what a host meets: ok, refused-login, unreachable, tls or error-400, -500, -503, -504',
          ],
          'host=verdict',
        ),
        read: parseVerdict,
      },
      whole(['--seed', 'seed', 'makes everything random come again']),
      duration(
        ['--clock-offset', 'clockOffsetMs', 'how far its clock is ahead, or with - behind'],
        parseOffset,
      ),
    ],
  },
];
