// What a page has just written into its address. Next follows the address in a transition, which takes as long as drawing the
// page: what was chosen is shown, and asked for, before that.

interface Place {
  pathname: string;
  search: string;
}

interface Ahead {
  pathname: string;
  /** The search parts at which Next still may be, the oldest first. */
  behind: string[];
  params: URLSearchParams;
}

let ahead: Ahead | undefined;
const listeners = new Set<() => void>();

/** @param from the address before, `to` the one that was written */
export function goAhead(from: Place, to: Place): void {
  const before = plain(from.search);
  const goesOn = ahead?.pathname === to.pathname && ahead.params.toString() === before;
  const behind = goesOn && ahead ? [...ahead.behind, before] : [before];
  ahead = { pathname: to.pathname, behind, params: new URLSearchParams(to.search) };
  // Back at where Next has been all the time.
  if (behind[0] === plain(to.search)) ahead = undefined;
  for (const listener of listeners) listener();
}

/** Where Next has come to: unless that is on the way, it is the one to follow from now on. */
export function caughtUp(params: URLSearchParams): void {
  if (!ahead?.behind.includes(params.toString())) ahead = undefined;
}

/** Who goes back before Next has caught up is where Next is. */
export function subscribeAhead(listener: () => void): () => void {
  listeners.add(listener);
  globalThis.addEventListener?.("popstate", listener);
  return () => {
    listeners.delete(listener);
    globalThis.removeEventListener?.("popstate", listener);
  };
}

/** @param params as Next knows them @param here the address */
export function valueAhead(params: URLSearchParams, here: Place, name: string): string | undefined {
  return (isAhead(params, here) && ahead ? ahead.params : params).get(name) ?? undefined;
}

const isAhead = (params: URLSearchParams, here: Place): boolean =>
  ahead?.pathname === here.pathname &&
  ahead.params.toString() === plain(here.search) &&
  ahead.behind.includes(params.toString());

/** Two ways to write the same are the same. */
const plain = (search: string) => new URLSearchParams(search).toString();
