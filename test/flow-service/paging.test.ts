// The next link of a listing: four forms that are followed, and everything that is not.
import { describe, expect, it } from 'vitest';
import { continuationToken } from '../../src/flow-service/paging.ts';

const PLATFORM = 'https://platform.adobe.io';

describe('a next link', () => {
  it.each([
    { name: 'rooted', href: '/connections?continuationToken=abcXYZ', token: 'abcXYZ' },
    { name: 'of a query only', href: '?continuationToken=abcXYZ', token: 'abcXYZ' },
    { name: 'of a bare token', href: 'abcXYZ', token: 'abcXYZ' },
    {
      name: 'absolute',
      href: `${PLATFORM}/data/foundation/flowservice/connections?continuationToken=abcXYZ`,
      token: 'abcXYZ',
    },
    {
      name: 'with the default port',
      href: 'https://platform.adobe.io:443/c?continuationToken=abc',
      token: 'abc',
    },
    {
      name: 'with its host in other letters',
      href: 'https://PLATFORM.adobe.io/c?continuationToken=abc',
      token: 'abc',
    },
    {
      name: 'with the filter repeated',
      href: '/connections?property=a==b&limit=100&continuationToken=abc&x=1',
      token: 'abc',
    },
    { name: 'with a fragment', href: '/connections?continuationToken=abc#top', token: 'abc' },
    {
      name: 'whose token is encoded stays encoded',
      href: '?continuationToken=a%2Bb%3D%3D',
      token: 'a%2Bb%3D%3D',
    },
    { name: 'whose token has a raw =', href: '?continuationToken=ab==', token: 'ab==' },
    { name: 'of a bare token that needs encoding', href: 'a+b==', token: 'a%2Bb%3D%3D' },
    { name: 'of a bare token in base64 with a slash', href: 'ab/cd+e==', token: 'ab%2Fcd%2Be%3D%3D' },
  ])('$name gives its token', ({ href, token }) => {
    expect(continuationToken(href, PLATFORM)).toEqual({ ok: true, value: token });
  });

  it.each([
    { name: 'another host', href: 'https://evil.example/connections?continuationToken=abc' },
    {
      name: 'a host that begins alike',
      href: 'https://platform.adobe.io.evil.example/c?continuationToken=abc',
    },
    {
      name: 'the platform as a user name',
      href: 'https://platform.adobe.io@evil.example/c?continuationToken=abc',
    },
    { name: 'another port', href: 'https://platform.adobe.io:8443/c?continuationToken=abc' },
    { name: 'plain http', href: 'http://platform.adobe.io/c?continuationToken=abc' },
    { name: 'another host, relative to the protocol', href: '//evil.example/c?continuationToken=abc' },
    { name: 'another host behind a backslash', href: '/\\evil.example/c?continuationToken=abc' },
    { name: 'another host behind a tab', href: '/\t/evil.example/c?continuationToken=abc' },
    { name: 'a file', href: 'file:///etc/passwd?continuationToken=abc' },
    { name: 'a script', href: 'javascript:alert(1)' },
    { name: 'no address at all', href: 'https://[?continuationToken=abc' },
  ])('to $name is refused', ({ href }) => {
    const followed = continuationToken(href, PLATFORM);
    const message = 'the listing links to another host for its next page; the link was not followed';
    expect(followed).toMatchObject({ ok: false, problem: { kind: 'untrusted', message } });
  });

  it.each(['/connections?start=2', '?continuationToken=', '/connections', '#next', 'connections?page=2'])(
    'without a token is refused: %s',
    (href) => {
      const message = 'the listing links to a next page without a continuation token';
      expect(continuationToken(href, PLATFORM)).toMatchObject({
        ok: false,
        problem: { kind: 'untrusted', message },
      });
    },
  );
});
