// Whether an answer repeats a secret, in whatever encoding.
import { describe, expect, it } from 'vitest';
import { echoesSecret, withoutCredentials } from '../../src/flow-service/echo.ts';

const SECRET = 'p"\\w/ö+&!(2) x';

/** A sign as a careful server writes it: `\u0026`. */
function escapeSign(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** How servers render what they were sent. */
const renderings: { name: string; render: (secret: string) => string }[] = [
  { name: 'as it is', render: (secret) => secret },
  { name: 'escaped for JSON', render: (secret) => JSON.stringify(secret) },
  { name: 'escaped for JSON twice', render: (secret) => JSON.stringify(JSON.stringify(secret)) },
  { name: 'escaped sign by sign', render: (secret) => secret.replaceAll(/./gu, escapeSign) },
  { name: 'escaped with slashes', render: (secret) => JSON.stringify(secret).replaceAll('/', '\\/') },
  { name: 'URL-encoded', render: encodeURIComponent },
  { name: 'URL-encoded in lower case', render: (secret) => encodeURIComponent(secret).toLowerCase() },
  { name: 'form-encoded', render: (secret) => new URLSearchParams({ client_secret: secret }).toString() },
  { name: 'in base64', render: (secret) => Buffer.from(secret).toString('base64') },
];

describe('an echo', () => {
  it.each(renderings)('is seen $name', ({ render }) => {
    expect(echoesSecret(`before ${render(SECRET)} after`, [SECRET])).toBe(true);
  });

  it.each(renderings)('is seen $name when the text is cut off within it', ({ render }) => {
    const shown = `before ${render(SECRET)}`;
    expect(echoesSecret(shown.slice(0, -2), [SECRET])).toBe(true);
  });

  it('is seen of any of several secrets', () => {
    expect(echoesSecret('the token abcdef', ['hunter2', 'abcdef'])).toBe(true);
  });

  it('is seen of a short secret', () => {
    expect(echoesSecret('password ab1', ['ab1'])).toBe(true);
  });

  it.each([
    { name: 'another text', text: 'nothing of the kind', secrets: [SECRET] },
    { name: 'fewer than four letters of it at the end', text: 'ends with hun', secrets: ['hunter2'] },
    { name: 'its beginning in the middle', text: 'a hunter came', secrets: ['hunter2'] },
    { name: 'an empty text', text: '', secrets: ['hunter2'] },
    { name: 'an empty secret', text: 'anything', secrets: [''] },
    { name: 'no secret at all', text: 'anything', secrets: [] },
  ])('is not $name', ({ text, secrets }) => {
    expect(echoesSecret(text, secrets)).toBe(false);
  });
});

describe('words without credentials', () => {
  it.each([
    { words: 'PWD=hunter2;UID=reader', shown: 'PWD=(hidden);UID=reader' },
    { words: 'password = "hunter 2" for reader', shown: 'password = (hidden) for reader' },
    { words: "Passphrase='hunter 2'", shown: 'Passphrase=(hidden)' },
    { words: '{"password":"hunter2","user":"reader"}', shown: '{"password":(hidden),"user":"reader"}' },
    { words: String.raw`{\"pwd\": \"hunter2\", \"a\": 1}`, shown: String.raw`{\"pwd\": (hidden), \"a\": 1}` },
    { words: 'password="hunter2, cut off', shown: 'password=(hidden)' },
    {
      words: 'client_secret=hunter2&access_token=hunter2',
      shown: 'client_secret=(hidden)&access_token=(hidden)',
    },
    { words: 'Authorization: Bearer hunter2.a-b_c', shown: 'Authorization: Bearer (hidden)' },
    { words: 'the token eyJhbGciOi.eyJodW50ZXIy.x_y was refused', shown: 'the token (hidden) was refused' },
  ])('leave out what stands in "$words"', ({ words, shown }) => {
    expect(withoutCredentials(words)).toBe(shown);
  });

  it.each([
    'SQL30082N Security processing failed with reason "24" ("USERNAME AND/OR PASSWORD INVALID").',
    'The password: it has expired.',
    'Connection authorization failure occurred.  Reason: User ID or Password invalid. ERRORCODE=-4214',
  ])('are kept: %s', (words) => {
    expect(withoutCredentials(words)).toBe(words);
  });

  it('are found in a moment, however long they are', () => {
    const long = `password ${' '.repeat(100_000)}bearer ${' '.repeat(100_000)}eyJ${'-'.repeat(100_000)}`;
    expect(withoutCredentials(long)).toContain('(hidden)');
  });
});
