// The end of a check against the platform, for people: which sandboxes can be used, and what every entry was held against.
import type { RequestTotals } from '../core/ports.ts';
import { ACTIVE } from '../core/sandbox.ts';
import { record } from './page.ts';
import type { Page } from './page.ts';
import { counted } from './sentences.ts';

/** What the platform was found to be, as people and the JSON document are told. */
export interface OnlineReport {
  /** Null when it could not be read. */
  readonly spec: { readonly id: string; readonly hash: string; readonly changed: boolean } | null;
  readonly sandboxes: readonly { readonly name: string; readonly state: string }[];
  readonly requests: RequestTotals;
}

/** One line, on a terminal wrapped, without its end. */
export function onlineText({ spec, sandboxes, requests }: OnlineReport, page: Page): string {
  const usable = sandboxes.filter(({ state }) => state === ACTIVE).length;
  const others = sandboxes
    .filter(({ state }) => state !== ACTIVE)
    .map(({ name, state }) => `${name} is ${state}`);
  const readable = `${usable} of ${counted(sandboxes.length, 'sandbox', 'sandboxes')} can be used`;
  const told = [
    `${readable}${others.length === 0 ? '' : ` (${others.join(', ')})`}`,
    spec === null ? 'the connection spec was not read' : `held against the connection spec ${spec.id}`,
    counted(requests.total, 'request'),
  ];
  return record(page, `Online: ${told.join('; ')}.`);
}
