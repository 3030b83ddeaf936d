// Whom a limit by address means: one machine has one address of the old kind, and of the new one as many as it likes.

/** The address itself for IPv4; the first half (the /64 of one line or one office) for IPv6, however it is written. */
export function networkOf(address: string): string {
  const text = address
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/%.*$/, "");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(text)?.[1];
  if (mapped || !text.includes(":")) return mapped ?? text;
  const [front = "", back] = text.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const [before, after] = [groups(front), groups(back ?? "")];
  const zeros = Array.from(
    { length: back === undefined ? 0 : Math.max(0, 8 - before.length - after.length) },
    () => "0",
  );
  const first = [...before, ...zeros, ...after].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ""));
  return `${first.join(":")}::/64`;
}
