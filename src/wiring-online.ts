// Wires what is asked of the platform beyond connections: which sandboxes there are, and what the connection spec says of
// the entries and of itself.
import type { SpecNews } from './backend/spec-memory-file.ts';
import type { ConnectionSpec, SpecOutline } from './core/connection-spec.ts';
import type { Diagnostic } from './core/diagnostic.ts';
import type { Host } from './core/ports.ts';
import type { Placed } from './config/entry-places.ts';
import type { Setup } from './wiring-setup.ts';

export type { Placed } from './config/entry-places.ts';

/** Which known name a mistyped one was meant to be. */
export const loadSuggestion = () => import('./config/suggest.ts');

/** Holds entries against a connection spec. */
export const loadSpecCheck = () => import('./config/spec-check.ts');

/** What is remembered of a spec of this platform. */
export async function outlineOf(platform: string, spec: ConnectionSpec): Promise<SpecOutline> {
  const { outlineSpec } = await import('./config/spec-outline.ts');
  return outlineSpec(platform, spec);
}

/** Compares a spec with what a file beside the state remembers of it, and remembers it. */
export async function remember({ statePath }: Setup, outline: SpecOutline): Promise<SpecNews> {
  const { rememberSpec } = await import('./backend/spec-memory-file.ts');
  return rememberSpec(`${statePath.replace(/(\.state)?\.json$/, '')}.spec.json`, outline);
}

/** Tells things about entries at their places in the list. */
export async function placeFindings(
  { configuration }: Setup,
  host: Host,
  placed: readonly Placed[],
): Promise<readonly Diagnostic[]> {
  const { placeTellings } = await import('./config/entry-places.ts');
  return placeTellings(placed, { files: configuration.files, cwd: host.cwd });
}
