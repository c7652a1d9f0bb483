// Continuation tokens. A listing that does not fit on one page is remembered as the ids it found, in their order, so
// that connections created between two pages neither push an item out nor bring one twice, and a page costs no more
// than its items. The public documentation says nothing about the life of a token; here it is ten minutes.
import type { Random } from './random.ts';

/** A listing under way. */
export interface Listing {
  readonly sandbox: string;
  readonly ids: readonly string[];
  /** Items on a page, where the next request does not say otherwise. */
  readonly limit: number;
  /** Scripted: every page links to this same token. */
  readonly repeats: boolean;
}

/** Where a token leads. */
export interface Position {
  readonly key: string;
  readonly listing: Listing;
  readonly offset: number;
}

interface Kept extends Listing {
  readonly until: number;
}

const TOKEN_LIFE_MS = 600_000;
const LISTINGS_KEPT = 1_000;

/** The listings that have further pages. */
export class Paging {
  readonly #kept = new Map<string, Kept>();

  /** Remembers a listing and answers with its key. */
  open(listing: Listing, context: { readonly random: Random; readonly nowMs: number }): string {
    const key = context.random.hex(24);
    this.#kept.set(key, { ...listing, until: context.nowMs + TOKEN_LIFE_MS });
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > LISTINGS_KEPT && oldest.done !== true) this.#kept.delete(oldest.value);
    return key;
  }

  /** Finds where a token leads, or undefined when it is unknown or has expired. */
  find(token: string, nowMs: number): Position | undefined {
    const [key = '', offset = ''] = Buffer.from(token, 'base64url').toString('latin1').split('.');
    const listing = this.#kept.get(key);
    if (!listing || !/^\d+$/.test(offset) || nowMs >= listing.until) return undefined;
    return { key, listing, offset: Number(offset) };
  }

  /** Forgets every listing. */
  clear(): void {
    this.#kept.clear();
  }
}

/** The token of a position in a listing; base64url, so that it holds no `=`. */
export function pageToken(key: string, offset: number): string {
  return Buffer.from(`${key}.${offset}`, 'latin1').toString('base64url');
}
