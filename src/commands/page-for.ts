// How a command lays text out on one of its streams.
import type { Host } from '../core/ports.ts';
import type { SharedOptions } from '../core/request.ts';
import { createPage } from '../report/page.ts';
import type { Page } from '../report/page.ts';

/** The page of a stream, as wide as it is now. */
export function pageFor(stream: 'out' | 'err', { colour }: SharedOptions, host: Host): Page {
  return createPage({
    coloured: colour && host.colours[stream],
    terminal: host.terminals[stream],
    columns: host.columns(stream),
  });
}
