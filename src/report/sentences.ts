// Small pieces of wording that several reports share. Pure.

/** A count with its noun: `1 entry`, `12 entries`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** A JSON value as it is shown in a diff; `(none)` for absent. */
export function shownValue(value: unknown): string {
  return value === null || value === undefined ? '(none)' : JSON.stringify(value);
}

/** Milliseconds as a person would say them. */
export function shownDuration(milliseconds: number): string {
  // Rounded before the unit is chosen, so that nothing ever takes "60.0 s" or "1 min 60 s".
  const whole = Math.round(milliseconds);
  if (whole < 1_000) return `${whole} ms`;
  const tenths = Math.round(milliseconds / 100);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A place as `file:line:column`. */
export function shownPlace(range: { file: string; line: number; column: number } | undefined): string {
  return range === undefined ? '' : `${range.file}:${range.line}:${range.column}`;
}

/** Who made a connection and when, as far as the platform says so: `, created 2026-01-10T08:30:00.000Z by somebody`. */
export function shownOrigin({ createdAt, createdBy }: { createdAt?: number; createdBy?: string }): string {
  if (createdAt === undefined && createdBy === undefined) return '';
  // A number that is no date is as good as none: a report must not fail for what an answer held.
  const date = new Date(createdAt ?? Number.NaN);
  const when = Number.isNaN(date.getTime()) ? '' : ` ${date.toISOString()}`;
  const who = createdBy === undefined ? '' : ` by ${createdBy}`;
  return `, created${when}${who}`;
}

/** The first few of many keys, the rest counted: `dev/a, dev/b and 12 more`. */
export function shownKeys(owners: readonly { readonly key: string }[], most: number): string {
  const named = owners.slice(0, most).map(({ key }) => key);
  const rest = owners.length > most ? ` and ${owners.length - most} more` : '';
  return `${named.join(', ')}${rest}`;
}
