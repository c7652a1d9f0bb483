// How far a run has come, as it tells while it goes along.

/** How far the work under way has come. */
export interface ProgressCounts {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly inFlight: number;
  /** How many may be under way at a time. */
  readonly width?: number;
  /** Why nothing happens, when that is so. */
  readonly waiting?: string;
}

/** How far a run has come: it reads sandboxes, applies entries and tests connections, one after the other. */
export interface RunProgress extends ProgressCounts {
  readonly phase: 'reading' | 'applying' | 'testing';
}
