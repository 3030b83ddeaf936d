/**
 * `work` as a function that never runs twice at once, and for any number of calls made while it runs, once more
 * afterwards. A call resolves with the first run that **began** after it, so it sees all that was changed before it.
 */
export function coalesced(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= running.then(() => {
      const run = work();
      next = undefined;
      // Whoever asked for this run gets its error; it must not stop the runs after it.
      running = run.catch(() => undefined);
      return run;
    });
    return next;
  };
}
