// Who holds a state, and when a hold may be taken over. Pure; files and clocks are backend/lease.ts's affair. The rule
// not to break: a hold whose owner may still be alive is never taken over.

/** Who holds a state. */
export interface LeaseOwner {
  /** Unique per run. */
  readonly run: string;
  readonly user: string;
  readonly host: string;
  /** What tells apart two machines or containers of one host name: process ids mean something only within it. */
  readonly space: string;
  readonly pid: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

/** A hold as it stands on disk. */
export interface Lease extends LeaseOwner {
  /** Epoch milliseconds of the last sign of life, by the owner's clock. */
  readonly heartbeat: number;
}

/** How often an owner gives a sign of life. */
export const HEARTBEAT_MS = 5_000;

/** Twelve missed signs: an owner that is silent for so long is stopped or gone, not slow. */
export const SILENCE_MS = 60_000;

/** What can be found out about an owner. */
export interface OwnerEvidence {
  readonly self: Pick<LeaseOwner, 'host' | 'space'>;
  /** Whether a process of the owner's id runs here. */
  readonly pidRuns: boolean;
  /** How long the heartbeat has been seen not to move, by our own clock. */
  readonly silentMs: number;
}

/** Decides whether an owner is dead. Heartbeats of another clock are never compared with ours, only watched. */
export function isDeadOwner(lease: Lease, { self, pidRuns, silentMs }: OwnerEvidence): boolean {
  const sameSpace = lease.host === self.host && lease.space === self.space;
  if (sameSpace && !pidRuns) return true;
  return silentMs >= SILENCE_MS;
}

/** An owner as a phrase for messages. */
export function describeOwner({ user, host, pid }: LeaseOwner): string {
  return `${user} on ${host} (pid ${pid})`;
}
