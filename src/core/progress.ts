// How far a run has come, as it tells while it goes along.

/** How far a run has come. */
export interface RunProgress {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly inFlight: number;
  /** Entries that may be under way at a time. */
  readonly width?: number;
  /** Why nothing happens, when that is so. */
  readonly waiting?: string;
}
