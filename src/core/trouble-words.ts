// What the words of a database driver, passed on by the platform, say about a login. Adobe publishes no list of them, so
// this is a closed table of what the drivers that may stand behind it write: IBM's (SQLxxxxN and JCC messages), Microsoft's
// provider for DB2 (Host Integration Server, error tables), which Azure Data Factory uses, and plain words. The first sign
// that fits decides. What fits none is not guessed at.

/** What a login can run into before a database has said a word about data. */
export type DatabaseTrouble = 'refused-login' | 'tls' | 'unreachable';

/**
 * Who speaks: an answer about the connection, or a platform in trouble, which also says "timed out" of itself. Then only
 * words that no platform would say of itself count.
 */
export type Speaker = 'about-the-connection' | 'platform-in-trouble';

interface Sign {
  readonly means: DatabaseTrouble;
  readonly words: RegExp;
  /** Whether only a database can be meant, whoever says it. */
  readonly certain: boolean;
}

const LOGIN_CODES = new RegExp(
  [
    // Security processing failed, for every one of its reasons; authorisation failure; both as text and as number.
    String.raw`\bSQL(?:30082|30060)N?\b|SQLCODE[=:\s]+-(?:30082|30060)\b`,
    // JCC: connection authorisation failure, or the class of invalid authorisations in the SQL standard.
    String.raw`ERRORCODE[=:\s]+-4214\b|SQLSTATE[=:\s]+28\w{3}`,
    // Microsoft: no authority to access the host resource; not authenticated with these credentials.
    String.raw`SQLSTATE[=:\s]+HY000[,;\s]+SQLCODE[=:\s]+-1000\b|SQLSTATE[=:\s]+08S01[,;\s]+SQLCODE[=:\s]+-269\b`,
    'security processing failed',
  ].join('|'),
  'i',
);

const UNREACHABLE_CODES = new RegExp(
  [
    // IBM: communication error, host not found.
    String.raw`\bSQL(?:30081|1336)N\b|SQLCODE[=:\s]+-(?:30081|1336)\b|ERRORCODE[=:\s]+-4499\b`,
    // Microsoft: host name not resolved, not connected, no socket, no data.
    String.raw`SQLSTATE[=:\s]+08S01[,;\s]+SQLCODE[=:\s]+-60[2-5]\b`,
  ].join('|'),
  'i',
);

const NETWORK_WORDS = new RegExp(
  [
    String.raw`\btimed[ -]?out\b|\btime-?out\b`,
    String.raw`\bE(?:CONNREFUSED|CONNRESET|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)\b`,
    String.raw`\bconnection (?:was )?(?:actively )?(?:refused|reset)\b|\bactively refused\b|\bsocket error\b`,
    String.raw`\bno route to\b|\b(?:host|server|network)\b[^.]{0,40}\b(?:unreachable|not reachable|not (?:be )?reached|not found)\b`,
    String.raw`\b(?:unknown|no such) host\b|\b(?:not|unable to|cannot) (?:be )?resolved?\b|\bname or service not known\b`,
  ].join('|'),
  'i',
);

const BAD = String.raw`(?:invalid|incorrect|wrong|expired|missing|revoked|disabled|locked|refused|denied|rejected|fail(?:ed|ure|s)|not (?:valid|accepted|authori[sz]ed))`;
const ACCOUNT = String.raw`(?:password|user ?name|user[- ]?id|credentials?)`;
const LOGIN = String.raw`(?:log[io]n|sign[- ]?[io]n|authentication|authori[sz]ation)`;

/** Order matters: a login that is refused has the SQLSTATE of one that never arrived (SQL30082N has 08001). */
const SIGNS: readonly Sign[] = [
  { means: 'refused-login', certain: true, words: LOGIN_CODES },
  // GSKit is IBM's TLS library; PKIX is what Java says of a chain of certificates.
  { means: 'tls', certain: true, words: /\bGSKit\b|\bsqlccSSL\w*|\bPKIX\b/i },
  { means: 'unreachable', certain: true, words: UNREACHABLE_CODES },
  {
    means: 'tls',
    certain: false,
    // "Protocol being used: SSL" alone names the road and not the trouble.
    words:
      /\bcertificates?\b|\bhandshake\b|\b(?:SSL|TLS)\b[^."]{0,30}\b(?:error|fail\w*|refused|rejected)\b/i,
  },
  { means: 'unreachable', certain: false, words: NETWORK_WORDS },
  {
    means: 'refused-login',
    certain: true,
    words: new RegExp(
      String.raw`\b${ACCOUNT}\b[^.]{0,40}\b${BAD}\b|\b(?:invalid|incorrect|wrong|expired|missing) (?:\w+ ){0,3}${ACCOUNT}\b`,
      'i',
    ),
  },
  {
    means: 'refused-login',
    certain: false,
    words: new RegExp(String.raw`\b${LOGIN}\b[^.]{0,40}\b${BAD}\b|\bfailed ${LOGIN}\b`, 'i'),
  },
  { means: 'unreachable', certain: true, words: /SQLSTATE[=:\s]+08(?:001|S01)\b/i },
];

/** What these words say about a login; undefined when they say nothing that is known. */
export function troubleIn(words: string, speaker: Speaker): DatabaseTrouble | undefined {
  return SIGNS.find((sign) => (sign.certain || speaker === 'about-the-connection') && sign.words.test(words))
    ?.means;
}
