// A manifest taken apart as bytes. Ten thousand entries are some 16 MB of JSON, of which all but some hundred stood in the
// snapshot before byte by byte; so whoever reads hundreds of manifests in a row compares, and decodes and parses what is new
// and nothing else.
import { AppError } from "@/lib/domain/errors";
import type { SnapshotId } from "@/lib/domain/ids";
import { type Manifest, parseManifest } from "@/lib/domain/manifest";

// As JSON.stringify(value, null, 2) writes them. No string can hold a line's end, so these are never inside of one.
const BEGIN = Buffer.from('\n  "repos": [\n    {\n');
const BETWEEN = Buffer.from("\n    },\n    {\n");
const END = Buffer.from("\n    }\n  ]");
/** What stands behind an entry's brace: of the next entry, or the end of all. */
const NEXT = Buffer.from(",\n    {\n");
const LAST = Buffer.from("\n  ]");
const CLOSING = "\n    }".length;
const OPENING = "{\n".length;
const GAP = ",\n    ".length;
/** How long it took to capture it, which tells nothing of the repository. */
const PASSING = Buffer.from('"duration_ms": ');

const NOWHERE = -1;
const [LINE_END, ZERO, NINE] = [0x0a, 0x30, 0x39];

/** Where an entry stands; between `cut` and `cutEnd` the part that is passed over when two are compared. */
interface Place {
  from: number;
  to: number;
  cut: number;
  cutEnd: number;
}

export class ManifestBytes {
  /** All but its entries, which are `[]` there. */
  readonly head: Manifest;
  private readonly bytes: Buffer;
  private readonly places: readonly Place[];
  /** Of each entry: the number of the same one in the manifest that it was opened beside. */
  private readonly same: readonly number[];
  private numbers?: Map<string, number>;

  constructor(head: Manifest, bytes: Buffer, places: readonly Place[], same: readonly number[]) {
    this.head = head;
    this.bytes = bytes;
    this.places = places;
    this.same = same;
  }

  get count(): number {
    return this.places.length;
  }

  /** The number of the entry that says the same in the manifest this was opened beside; undefined where none does. */
  sameAs(entry: number): number | undefined {
    const found = this.same[entry] ?? NOWHERE;
    return found === NOWHERE ? undefined : found;
  }

  text(entry: number): string {
    const { from, to } = this.at(entry);
    return this.bytes.toString("utf8", from, to);
  }

  /** Without the part that tells nothing: what is equal in these says the same. */
  lasting(entry: number): [Uint8Array, Uint8Array] {
    const { from, to, cut, cutEnd } = this.at(entry);
    return [this.bytes.subarray(from, cut), this.bytes.subarray(cutEnd, to)];
  }

  /** The place of this entry in other bytes, if it stands in them from `from` on; undefined if something else does. */
  placeIn(other: Buffer, from: number, entry: number): Place | undefined {
    const place = this.places[entry];
    if (!place) return undefined;
    const cut = from + place.cut - place.from;
    if (cut > other.length || this.bytes.compare(other, from, cut, place.from, place.cut) !== 0) return undefined;
    const cutEnd = place.cut === place.cutEnd ? cut : passingEnd(other, cut);
    const to = cutEnd + place.to - place.cutEnd;
    if (to > other.length || this.bytes.compare(other, cutEnd, to, place.cutEnd, place.to) !== 0) return undefined;
    return isAt(other, NEXT, to) || isAt(other, LAST, to) ? { from, to, cut, cutEnd } : undefined;
  }

  /** The entry whose first member, an id or a name, is this one's. */
  numberOf(beginning: string): number {
    this.numbers ??= new Map(this.places.map(({ from }, entry) => [beginningAt(this.bytes, from), entry]));
    return this.numbers.get(beginning) ?? NOWHERE;
  }

  private at(entry: number): Place {
    const place = this.places[entry];
    if (!place) throw new RangeError(`there is no entry ${entry}`);
    return place;
  }
}

/**
 * Reads a manifest of either format up to its entries. One that is not written as ours are is parsed as a whole.
 * @param beside one like it, with which its entries are compared
 * @throws AppError manifest-invalid, manifest-format-unknown
 */
export function openManifest(bytes: Uint8Array, snapshot: SnapshotId, beside?: ManifestBytes): ManifestBytes {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = takeApart(buffer, beside);
  const head = parts && tryHead(parts.head, snapshot);
  // In format 1 entries have another shape, and the totals are summed up from them.
  if (parts && head?.format === 2 && head.repos.length === 0)
    return new ManifestBytes(head, buffer, parts.places, parts.same);
  return fromWhole(parseManifest(buffer.toString("utf8"), snapshot));
}

function fromWhole({ repos, ...rest }: Manifest): ManifestBytes {
  const texts = repos.map((each) => Buffer.from(JSON.stringify(each, null, 2)));
  let from = 0;
  const places = texts.map((text): Place => {
    const place = placeOf(text, 0, text.length);
    const { cut, cutEnd } = { cut: from + place.cut, cutEnd: from + place.cutEnd };
    const moved = { from, to: from + text.length, cut, cutEnd };
    from = moved.to;
    return moved;
  });
  const head = { ...rest, repos: [] } as unknown as Manifest;
  return new ManifestBytes(
    head,
    Buffer.concat(texts),
    places,
    texts.map(() => NOWHERE),
  );
}

interface Parts {
  head: string;
  places: Place[];
  same: number[];
}

function takeApart(bytes: Buffer, beside: ManifestBytes | undefined): Parts | undefined {
  const begin = bytes.indexOf(BEGIN);
  if (begin < 0) return undefined;
  const places: Place[] = [];
  const same: number[] = [];
  let expected = 0;
  for (let from = begin + BEGIN.length - OPENING; ; ) {
    // Both manifests are in one order: most often it is the next one.
    let number = expected;
    let place = beside?.placeIn(bytes, from, number);
    if (!place) {
      place = scan(bytes, from);
      if (!place) return undefined;
      number = beside ? beside.numberOf(beginningAt(bytes, from)) : NOWHERE;
      const again = number === NOWHERE || number === expected ? undefined : beside?.placeIn(bytes, from, number);
      same.push(again ? number : NOWHERE);
    } else same.push(number);
    if (number !== NOWHERE) expected = number + 1;
    places.push(place);
    const { to } = place;
    if (isAt(bytes, LAST, to)) {
      const rest = bytes.toString("utf8", to + LAST.length);
      if (rest.includes('\n  "repos"')) return undefined;
      return { head: `${bytes.toString("utf8", 0, begin)}\n  "repos": []${rest}`, places, same };
    }
    from = to + GAP;
  }
}

/** The entry that begins at `from`, by its braces; undefined where it is not written as ours are. */
function scan(bytes: Buffer, from: number): Place | undefined {
  const between = bytes.indexOf(BETWEEN, from);
  const until = between < 0 ? bytes.length : between + CLOSING;
  const last = bytes.subarray(from, until).indexOf(END);
  if (last < 0 && between < 0) return undefined;
  const to = last < 0 ? until : from + last + CLOSING;
  return bytes.subarray(from, to).indexOf(BEGIN) < 0 ? placeOf(bytes, from, to) : undefined;
}

function placeOf(bytes: Buffer, from: number, to: number): Place {
  // It stands near the end.
  const at = bytes.subarray(from, to).lastIndexOf(PASSING);
  const cut = at < 0 ? to : from + at;
  return { from, to, cut, cutEnd: at < 0 ? to : passingEnd(bytes, cut) };
}

/** Behind the digits of a duration; where there is none, where it was looked for. */
function passingEnd(bytes: Buffer, at: number): number {
  if (!isAt(bytes, PASSING, at)) return at;
  let end = at + PASSING.length;
  for (let digit = bytes[end] ?? 0; digit >= ZERO && digit <= NINE; digit = bytes[end] ?? 0) end += 1;
  return end;
}

const isAt = (bytes: Buffer, what: Buffer, at: number): boolean =>
  at + what.length <= bytes.length && bytes.compare(what, 0, what.length, at, at + what.length) === 0;

const beginningAt = (bytes: Buffer, from: number): string =>
  bytes.toString("latin1", from, bytes.indexOf(LINE_END, from + OPENING));

/** What is an array there without its entries is one with them: so the parts say what the whole does, or nothing. */
function tryHead(text: string, snapshot: SnapshotId): Manifest | undefined {
  try {
    return parseManifest(text, snapshot);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
