// What a page has just written into its address. Next follows the address in a transition, which takes as long as drawing the
// page: what was chosen is shown, and asked for, before that.

interface Ahead {
  path: string;
  /** The search parts at which Next still may be, the oldest first. */
  behind: string[];
  params: URLSearchParams;
}

let ahead: Ahead | undefined;
const listeners = new Set<() => void>();

/** Both as they stand in the address. */
export function goAhead(path: string, from: URLSearchParams, params: URLSearchParams): void {
  const before = from.toString();
  const behind = ahead?.path === path && ahead.params.toString() === before ? [...ahead.behind, before] : [before];
  // Back at where Next has been all the time.
  ahead = behind[0] === params.toString() ? undefined : { path, behind, params };
  for (const listener of listeners) listener();
}

/** Where Next has come to: unless that is on the way, it is the one to follow from now on. */
export function caughtUp(params: URLSearchParams): void {
  if (!ahead?.behind.includes(params.toString())) ahead = undefined;
}

export const subscribeAhead = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** @param params as Next knows them */
export function valueAhead(params: URLSearchParams, path: string, name: string): string | undefined {
  const isBehind = ahead?.path === path && ahead.behind.includes(params.toString());
  return (isBehind && ahead ? ahead.params : params).get(name) ?? undefined;
}
