// What the sandbox API says of a sandbox that the Flow Service would not open. Decides what was most likely meant; pure,
// because the measure of likeness is handed in.

/** One sandbox of the organisation. */
export interface Sandbox {
  readonly name: string;
  /** `active`, `creating`, `resetting`, `deleted` and others; any text has to be accepted. */
  readonly state: string;
}

/** The state in which a sandbox can be used. */
export const ACTIVE = 'active';

/** Which sandboxes are asked for: the active ones that the caller may enter, or all of them, which takes an administrator. */
export type SandboxScope = 'reachable' | 'all';

/** What is known of the sandboxes of the organisation. */
export interface KnownSandboxes {
  readonly reachable: readonly Sandbox[];
  /** Empty where the credential may not see them. */
  readonly all: readonly Sandbox[];
}

/** How the sandbox API sees a sandbox that could not be read. */
export type SandboxStanding =
  /** It is active, and the credential may enter it. */
  | { readonly kind: 'open' }
  /** It is there, and cannot be used. */
  | { readonly kind: 'inactive'; readonly state: string }
  /** It is not among those that the credential may enter. */
  | {
      readonly kind: 'elsewhere';
      readonly nearest: string | undefined;
      readonly reachable: readonly string[];
    };

/** Standings by the name of the sandbox; empty where nothing had to be asked, or the sandbox API did not answer. */
export type SandboxStandings = ReadonlyMap<string, SandboxStanding>;

/** The candidate that a mistyped name most likely stands for. */
export type Closest = (name: string, candidates: readonly string[]) => string | undefined;

/** Decides how a sandbox stands. */
export function judgeSandbox(name: string, known: KnownSandboxes, closest: Closest): SandboxStanding {
  const found = [...known.reachable, ...known.all].find((sandbox) => sandbox.name === name);
  if (found !== undefined && found.state !== ACTIVE) return { kind: 'inactive', state: found.state };
  const reachable = known.reachable.filter(({ state }) => state === ACTIVE).map((sandbox) => sandbox.name);
  if (reachable.includes(name)) return { kind: 'open' };
  return { kind: 'elsewhere', nearest: closest(name, reachable), reachable };
}
