// Whether an answer repeats a secret, in whatever encoding.
import { describe, expect, it } from 'vitest';
import { echoesSecret } from '../../src/flow-service/echo.ts';

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
