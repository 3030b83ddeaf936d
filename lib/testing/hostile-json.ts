// What somebody who may write into a bucket makes of a record: values of other kinds, keys that are not to be there, lists and
// depths without end, and text that is no JSON any more.
import fc from "fast-check";
import { hostileBytes } from "./hostile-bytes";

/** They stand in the text for what JSON.stringify would not write. */
const DEEP = "@deep@";
const POLLUTION = "@pollution@";

const NASTY: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e300,
  2 ** 53,
  "",
  "../../etc/passwd",
  "2026-99-99",
  "99999999T999999Z-k3f9q2",
  "\u0000\u001b[2J\u202e",
  "\ud800",
  "<script>alert(1)</script>",
  "a".repeat(10_000),
  [],
  {},
  // Neither a text nor a number can be made of it.
  { toString: 1, valueOf: 1 },
  Array.from({ length: 2000 }, () => null),
  DEEP,
  POLLUTION,
];

type Change = [kind: number, where: number, what: number];

/** The text of a record with a few changes; one in five is changed as bytes. */
export function hostileJson(sound: string): fc.Arbitrary<string> {
  const word = fc.nat({ max: 0x7fffffff });
  const changes = fc.array(fc.tuple(fc.nat({ max: 4 }), word, word), { maxLength: 3 });
  const asValue = changes.map((all) => textOf(all.reduce(changed, JSON.parse(sound))));
  const asBytes = hostileBytes([Buffer.from(sound)], 3).map(({ bytes }) => bytes.toString("utf8"));
  return fc.oneof({ arbitrary: asValue, weight: 4 }, { arbitrary: asBytes, weight: 1 });
}

function textOf(value: unknown): string {
  return (JSON.stringify(value) ?? "")
    .replaceAll(`"${DEEP}"`, () => `${"[".repeat(20_000)}${"]".repeat(20_000)}`)
    .replaceAll(`"${POLLUTION}"`, '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}')
    .replaceAll(`"${POLLUTION}key":`, '"__proto__":');
}

/** One place of the value, changed. */
function changed(value: unknown, [kind, where, what]: Change): unknown {
  const places = placesIn(value);
  const place = places[where % places.length];
  const nasty = structuredClone(NASTY[what % NASTY.length]);
  if (!place) return nasty;
  const { holder, key } = place;
  if (kind === 0) delete holder[key];
  else if (kind === 1) holder[`${POLLUTION}key`] = nasty;
  else if (kind === 2) holder.another = nasty;
  else holder[key] = nasty;
  return value;
}

type Holder = Record<string, unknown>;

function placesIn(value: unknown, found: { holder: Holder; key: string }[] = []): { holder: Holder; key: string }[] {
  if (typeof value !== "object" || value === null) return found;
  // Of a list without end the beginning is enough.
  for (const key of Object.keys(value).slice(0, 40)) {
    found.push({ holder: value as Holder, key });
    placesIn((value as Holder)[key], found);
  }
  return found;
}
