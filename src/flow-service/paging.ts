// Follows `_links.next` in all four forms in which the service has been seen or documented to give it. Pure. The rule
// not to break: nothing but the continuation token is taken from a link, and a link off the platform is refused.
import type { Failure } from '../core/failure.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { untrusted } from './classify.ts';

const TOKEN_PARAMETER = /[?&]continuationToken=([^&#]*)/;

/**
 * The continuation token of a next link, ready to stand in a query: from an absolute URL, `/connections?..`, `?..` or a
 * bare token. Taken over character by character, because its encoding is the service's own affair.
 */
export function continuationToken(href: string, platformUrl: string): Result<string, Failure> {
  const target = parsedUrl(href, platformUrl);
  if (target?.origin !== new URL(platformUrl).origin) {
    return refusal(
      untrusted('the listing links to another host for its next page; the link was not followed'),
    );
  }
  const parameter = TOKEN_PARAMETER.exec(href)?.[1];
  if (parameter !== undefined && parameter !== '') return success(parameter);
  // A bare token may be base64 and hold a slash, but not begin with one.
  if (/^\/|[?&#]/.test(href)) {
    return refusal(untrusted('the listing links to a next page without a continuation token'));
  }
  return success(encodeURIComponent(href));
}

function parsedUrl(href: string, platformUrl: string): URL | undefined {
  try {
    return new URL(href, platformUrl);
  } catch {
    return undefined;
  }
}
