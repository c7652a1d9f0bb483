// Expected problems are values: a function that can be refused answers with a Result, and the compiler makes the
// caller look. Thrown errors are left for bugs.

/** Either a value or the reason why there is none. */
export type Result<Value, Problem> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem };

/** The good case. */
export function success<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

/** The refused case. */
export function refusal<Problem>(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}
