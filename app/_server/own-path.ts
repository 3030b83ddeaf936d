// Where somebody is sent after a sign-in. The address comes from whoever made the link.

/** Only a page of this console: whatever else an address asks for, one ends up on the overview. */
export function ownPath(wanted: unknown, ownUrl: string): string {
  if (typeof wanted !== "string") return "/";
  const own = new URL(ownUrl);
  const url = URL.parse(wanted, own);
  // A `blob:` has the origin of what it was made by, and is an address of its own.
  if (url?.origin !== own.origin || url.protocol !== own.protocol) return "/";
  const path = url.pathname + url.search;
  // `/.//evil.example` is of this console, and its path `//evil.example`, by itself, is not.
  return URL.parse(path, own)?.origin === own.origin ? path : "/";
}
