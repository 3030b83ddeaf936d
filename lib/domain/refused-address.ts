// Addresses that no GitHub, no bucket and no identity provider has. From some of them a cloud's machines get their
// credentials: whoever can make a name lead there must not be able to have the console or the worker ask there.

/** Why nothing is asked at this IP address; undefined where it may be. Private networks may: an Enterprise Server stands there. */
export function refusedAddress(ip: string): string | undefined {
  const groups = groupsOf(ip);
  if (!groups) return undefined;
  const [first = 0, second = 0] = groups;
  const v4 = v4Of(groups);
  // 169.254.169.254 (instances), 169.254.170.2 (tasks); fd00:ec2::254 and ::23 are the same over IPv6.
  if (v4 ? v4[0] === 169 && v4[1] === 254 : (first & 0xffc0) === 0xfe80 || (first === 0xfd00 && second === 0xec2))
    return "a cloud gives its machines their credentials there";
  const isMany = v4 ? v4[0] >= 224 : first >= 0xff00;
  if (isMany || (v4 && v4[0] === 0)) return "it is the address of no machine";
  return undefined;
}

/** Whether it is this very machine. */
export function isLoopback(ip: string): boolean {
  const groups = groupsOf(ip);
  if (!groups) return false;
  const v4 = v4Of(groups);
  return v4 ? v4[0] === 127 : groups.slice(0, 7).every((group) => group === 0) && groups[7] === 1;
}

/** A name that is this machine's by definition (RFC 6761, 6.3). */
export const isLocalName = (host: string): boolean => /^(.+\.)?localhost\.?$/i.test(host);

/** The last 32 bits, where that is what an address is about: IPv4 itself, mapped (::ffff:0:0/96), translated (64:ff9b::/96), or `::`. */
function v4Of(groups: number[]): [number, number] | undefined {
  const before = groups.slice(0, 6);
  const mapped = before.slice(0, 5).every((group) => group === 0) && (before[5] === 0xffff || before[5] === 0);
  const translated = before[0] === 0x64 && before[1] === 0xff9b && before.slice(2).every((group) => group === 0);
  const [high = 0, low = 0] = groups.slice(6);
  // `::1` has the shape of an old IPv4-compatible address and is loopback.
  if (before[5] === 0 && high === 0 && low === 1) return undefined;
  return mapped || translated ? [high >> 8, high & 255] : undefined;
}

/** The eight groups of an address in any spelling that a resolver or URL gives; IPv4 as mapped. Undefined for a name. */
function groupsOf(ip: string): number[] | undefined {
  const text = ip.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  const dotted = /^(.*?)(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!dotted && !text.includes(":")) return undefined;
  const [, front = text, ...bytes] = dotted ?? [];
  if (dotted && bytes.some((byte) => Number(byte) > 255)) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = bytes.map(Number);
  const tail = dotted ? [(a << 8) | b, (c << 8) | d] : [];
  if (dotted && front === "") return [0, 0, 0, 0, 0, 0xffff, ...tail];
  const [before = "", after] = front.split("::");
  const parse = (part: string) =>
    part
      .split(":")
      .filter(Boolean)
      .map((group) => Number.parseInt(group, 16));
  const [start, end] = [parse(before), [...parse(after ?? ""), ...tail]];
  const zeros = Array.from({ length: Math.max(0, 8 - start.length - end.length) }, () => 0);
  const groups = [...start, ...zeros, ...end];
  return groups.length === 8 && groups.every((group) => group >= 0 && group <= 0xffff) ? groups : undefined;
}
