// A bound on how many reads and commands of the secret source run at once: ten thousand secret files asked for together
// would run out of file handles.

/** Makes a function that starts what it is given, at most so many at a time. */
export function createGate(width: number): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= width) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // A place is handed on, so that nobody can come in between. To whoever came last: all are awaited together, and
      // taking the first of a long list moves all the others.
      const next = waiting.pop();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
