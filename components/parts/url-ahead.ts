// What a page has chosen for its address. Next follows the address in a transition, which takes as long as drawing the page: what
// was chosen is shown, and asked for, before that; also while it waits to be written at all (write-soon.ts).

interface Place {
  pathname: string;
  search: string;
}

interface Ahead {
  pathname: string;
  /** The search parts at which Next still may be, the oldest first. */
  behind: string[];
  params: URLSearchParams;
  /** What the address has meanwhile: the same, once it is written. */
  address: string;
}

let ahead: Ahead | undefined;
const listeners = new Set<() => void>();

/** @param from the address before, or what was to be it @param to the one that was chosen, already written or not */
export function goAhead(from: Place, to: Place, written = true): void {
  const before = plain(from.search);
  const goesOn = ahead?.pathname === to.pathname && ahead.params.toString() === before;
  const behind = goesOn && ahead ? [...ahead.behind, before] : [before];
  const params = new URLSearchParams(to.search);
  const address = written ? params.toString() : goesOn && ahead ? ahead.address : before;
  ahead = { pathname: to.pathname, behind, params, address };
  // Back at where Next has been all the time.
  if (behind[0] === params.toString() && address === behind[0]) ahead = undefined;
  for (const listener of listeners) listener();
}

/** What still has to be written, unless that is another page's. */
export function unwritten(here: Place): URLSearchParams | undefined {
  return isThere(here) && ahead && ahead.address !== ahead.params.toString() ? ahead.params : undefined;
}

export function nowWritten(): void {
  if (ahead) ahead.address = ahead.params.toString();
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
  const isAhead = isThere(here) && ahead?.behind.includes(params.toString());
  return (isAhead && ahead ? ahead.params : params).get(name) ?? undefined;
}

const isThere = (here: Place): boolean => ahead?.pathname === here.pathname && ahead.address === plain(here.search);

/** Two ways to write the same are the same. */
const plain = (search: string) => new URLSearchParams(search).toString();
