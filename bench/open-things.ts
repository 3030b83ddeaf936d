// Servers and directories that a bench has open. Whoever stops it half way leaves none of them behind.
const open = new Set<() => Promise<void>>();

/** @returns closes it and forgets it; called again it does nothing */
export function keepOpen(close: () => Promise<void>): () => Promise<void> {
  open.add(close);
  return async () => {
    if (open.delete(close)) await close();
  };
}

/** From now on Ctrl-C, and a kill, close what is open, the newest first, before the process ends. */
export function closeWhenStopped(): void {
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)
    process.once(signal, async () => {
      for (const close of [...open].reverse()) await close().catch((error) => console.error(error));
      process.exit(code);
    });
}
