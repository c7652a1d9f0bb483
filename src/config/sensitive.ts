// Which field names announce a secret. Decides by name alone and rather once too often: a mask costs a reader a word,
// a password in a CI log costs a rotation.
import { closest } from './suggest.ts';

const PARTS = [
  'password',
  'passwd',
  'passwort',
  'passphrase',
  'passcode',
  'pwd',
  'pswd',
  'secret',
  'token',
  'credential',
  'apikey',
  'accesskey',
  'privatekey',
  'connectionstr',
  'connstr',
];
const ENDINGS = ['pass', 'pw', 'psw', 'auth', 'authorization'];
const SECRET_FIELDS = ['password', 'connectionString'];

/** Whether a field of this name may hold a secret, mistyped names of secret fields included. */
export function isSensitive(name: string): boolean {
  const bare = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (PARTS.some((part) => bare.includes(part))) return true;
  return ENDINGS.some((ending) => bare.endsWith(ending)) || closest(name, SECRET_FIELDS) !== undefined;
}

/** `field \`name\``, or as much of it as may be said: what stands behind a secret's name by mistake is left out. */
export function fieldText(name: string): string {
  const word = wordOf(name);
  return word === '' ? 'field' : `field \`${clip(word, 60)}\``;
}

/** A name with blanks may be anything, the text of a secret that slipped into its place included. */
export function wordOf(name: string): string {
  const word = name.slice(0, name.search(/[^\w.<>@$-]|$/));
  return word === name || isSensitive(word) ? word : '';
}

/** A name of an entry that took in a secret, because a line break or a comma is missing before `password: ...`. */
export function withoutSecret(text: string): string {
  return text.replace(/(?<=(?:password|passwd|pwd|passphrase|token|secret)\s*[^\w\s]).*$/isu, '********');
}

/** A value or name in a message, never longer than a reader can take in. */
export function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
