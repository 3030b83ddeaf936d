// A manifest taken apart as bytes. Ten thousand entries are some 16 MB of JSON, of which all but some hundred stood in the
// snapshot before byte by byte; so whoever reads hundreds of manifests in a row compares, and decodes and parses what is new
// and nothing else.
import { AppError } from "@/lib/domain/errors";
import type { SnapshotId } from "@/lib/domain/ids";
import { type Manifest, parseManifest } from "@/lib/domain/manifest";
import { EntryPlaces, type Place } from "./entry-places";

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

export class ManifestBytes {
  /** All but its entries, which are `[]` there. */
  readonly head: Manifest;
  private readonly bytes: Buffer;
  private readonly places: EntryPlaces;
  /** Of each entry: the number of the same one in the manifest that it was opened beside. */
  private readonly same: readonly number[];
  private numbers?: Map<string, number>;

  constructor(head: Manifest, bytes: Buffer, places: EntryPlaces, same: readonly number[]) {
    this.head = head;
    this.bytes = bytes;
    this.places = places;
    this.same = same;
  }

  get count(): number {
    return this.places.count;
  }

  /** The number of the entry that says the same in the manifest this was opened beside; undefined where none does. */
  sameAs(entry: number): number | undefined {
    const found = this.same[entry] ?? NOWHERE;
    return found === NOWHERE ? undefined : found;
  }

  text(entry: number): string {
    const { from, to } = this.places.at(entry);
    return this.bytes.toString("utf8", from, to);
  }

  /** Without the part that tells nothing: what is equal in these says the same. */
  lasting(entry: number): [Uint8Array, Uint8Array] {
    const { from, to, cut, cutEnd } = this.places.at(entry);
    return [this.bytes.subarray(from, cut), this.bytes.subarray(cutEnd, to)];
  }

  /** Adds the place of this entry in other bytes, if it stands in them from `from` on. @returns whether it does */
  addPlaceIn(other: Buffer, from: number, entry: number, places: EntryPlaces): boolean {
    const mine = this.places;
    if (!mine.has(entry)) return false;
    const cut = from + mine.cut(entry) - mine.from(entry);
    if (cut > other.length || this.bytes.compare(other, from, cut, mine.from(entry), mine.cut(entry)) !== 0)
      return false;
    const cutEnd = mine.cut(entry) === mine.cutEnd(entry) ? cut : passingEnd(other, cut);
    const to = cutEnd + mine.to(entry) - mine.cutEnd(entry);
    if (to > other.length || this.bytes.compare(other, cutEnd, to, mine.cutEnd(entry), mine.to(entry)) !== 0)
      return false;
    if (!isAt(other, NEXT, to) && !isAt(other, LAST, to)) return false;
    places.add(from, to, cut, cutEnd);
    return true;
  }

  /**
   * The entry whose first member, an id or a name, is that of the entry at `from` of other bytes.
   * @param expected where it is looked for first: what has changed stands where it stood
   */
  numberOf(other: Buffer, from: number, expected: number): number {
    const beginning = beginningAt(other, from);
    if (this.places.has(expected) && beginningAt(this.bytes, this.places.from(expected)) === beginning) return expected;
    if (!this.numbers) {
      this.numbers = new Map();
      for (let entry = 0; entry < this.count; entry += 1)
        this.numbers.set(beginningAt(this.bytes, this.places.from(entry)), entry);
    }
    return this.numbers.get(beginning) ?? NOWHERE;
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
  const places = new EntryPlaces();
  let from = 0;
  for (const text of texts) {
    const { to, cut, cutEnd } = placeOf(text, 0, text.length);
    places.add(from, from + to, from + cut, from + cutEnd);
    from += to;
  }
  const head = { ...rest, repos: [] } as unknown as Manifest;
  const nowhere = texts.map(() => NOWHERE);
  return new ManifestBytes(head, Buffer.concat(texts), places, nowhere);
}

interface Parts {
  head: string;
  places: EntryPlaces;
  same: number[];
}

function takeApart(bytes: Buffer, beside: ManifestBytes | undefined): Parts | undefined {
  const begin = bytes.indexOf(BEGIN);
  if (begin < 0) return undefined;
  const places = new EntryPlaces();
  const same: number[] = [];
  let expected = 0;
  for (let from = begin + BEGIN.length - OPENING; ; ) {
    // Both manifests are in one order: most often it is the next one.
    let number = expected;
    if (beside?.addPlaceIn(bytes, from, number, places)) same.push(number);
    else {
      number = beside ? beside.numberOf(bytes, from, expected) : NOWHERE;
      const elsewhere = number !== NOWHERE && number !== expected;
      const again = elsewhere && beside?.addPlaceIn(bytes, from, number, places);
      same.push(again ? number : NOWHERE);
      if (!again) {
        const place = scan(bytes, from);
        if (!place) return undefined;
        places.add(place.from, place.to, place.cut, place.cutEnd);
      }
    }
    if (number !== NOWHERE) expected = number + 1;
    const to = places.to(places.count - 1);
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
