// Decides whether a text of the platform repeats a secret that our request carried. Error bodies have been seen to
// echo whole requests, so nothing of an answer is shown before it has been checked here. Pure.

/** The shortest piece of a secret at the cut end of a text that counts as an echo. */
const SHORTEST_CUT = 4;

/**
 * Whether a text holds any of the secrets: as it is, escaped for JSON (also twice, and with more escapes than JSON
 * demands), URL- or form-encoded, in base64, or cut off at its end. Hexadecimal digits may be of either case.
 */
export function echoesSecret(text: string, secrets: readonly string[]): boolean {
  const once = unescaped(text);
  const readings = [text, once, unescaped(once)].map((reading) => reading.toLowerCase());
  return secrets.some((secret) =>
    formsOf(secret).some((form) =>
      readings.some((reading) => reading.includes(form) || endsWithin(reading, form)),
    ),
  );
}

/** What is assigned to a password, also inside JSON; what follows `Bearer`; a signed token, as Adobe's are. */
const ASSIGNED =
  /\b(pass(?:word|phrase|wd)|pwd|client_?secret|access_?token)(\s*=\s*|\\*"\s*:\s*)(\\*"[^"]*"?|'[^']*'?|[^\s;,&"']+)/gi;
const BEARER = /\b(bearer\s+)[\w.~+/=-]+/gi;
const SIGNED_TOKEN = /\beyJ[\w-]{4,}(?:\.[\w-]*)*/g;

/**
 * A text without what stands in it as a credential. For secrets that our request does not carry, so that they cannot be
 * compared: a database driver may repeat the connection string that the platform keeps.
 */
export function withoutCredentials(text: string): string {
  return text
    .replaceAll(ASSIGNED, '$1$2(hidden)')
    .replaceAll(BEARER, '$1(hidden)')
    .replaceAll(SIGNED_TOKEN, '(hidden)');
}

function formsOf(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  // The login sends its secret as a form, which encodes more characters than a URL component.
  const form = new URLSearchParams([['', secret]]).toString().slice(1);
  const base64 = btoa(String.fromCharCode(...new TextEncoder().encode(secret)));
  const forms = [secret, escaped, encodeURIComponent(secret), form, base64];
  return [...new Set(forms.map((each) => each.toLowerCase()))].filter((each) => each !== '');
}

/** One escape sequence of JSON; at the end of a text it may be cut off. */
const ESCAPE = /\\(?:u([0-9a-f]{4})|(["\\/])|u[0-9a-f]{0,3}$|$)/gi;

/** Undoes one layer of JSON escapes: some servers write every sign as `\u0026`, or a slash as `\/`. */
function unescaped(text: string): string {
  return text.replaceAll(ESCAPE, (_, hex: string | undefined, sign: string | undefined) =>
    hex === undefined ? (sign ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function endsWithin(text: string, form: string): boolean {
  for (let length = Math.min(form.length - 1, text.length); length >= SHORTEST_CUT; length -= 1) {
    if (text.endsWith(form.slice(0, length))) return true;
  }
  return false;
}
