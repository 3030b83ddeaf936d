// The text at the start of a git bundle (gitformat-bundle(5)). Strings are byte strings, as in refs.ts.
import { AppError } from "./errors";
import { escapeRefName, isRefName, type Ref, type RefAdvertisement } from "./refs";

export interface BundleHeader {
  objectFormat: "sha1" | "sha256";
  /** Commits the reader must have already; none in a full bundle. */
  prerequisites: string[];
  /** In file order, HEAD included. */
  refs: Ref[];
}

/** Bundle headers of the largest repositories stay far below this; more is not a bundle. */
export const MAX_HEADER_BYTES = 64 * 1024 * 1024;

/**
 * The header for a bundle of this advertisement: v2 for SHA-1, v3 for SHA-256. It lists every ref, HEAD first and the
 * default branch last, because `git clone` takes the last line that matches HEAD (seen with git 2.39.5).
 */
export function formatBundleHeader(advertisement: RefAdvertisement, prerequisites: string[]): string {
  const { objectFormat, refs, headOid, headTarget } = advertisement;
  const signature = objectFormat === "sha1" ? "# v2 git bundle\n" : `# v3 git bundle\n@object-format=${objectFormat}\n`;
  const ordered = [...refs].sort(
    (a, b) => Number(a.name === headTarget) - Number(b.name === headTarget) || (a.name < b.name ? -1 : 1),
  );
  const head = headOid ? [`${headOid} HEAD\n`] : [];
  return [
    signature,
    ...prerequisites.map((oid) => `-${oid} \n`),
    ...head,
    ...ordered.map((ref) => `${ref.oid} ${ref.name}\n`),
    "\n",
  ].join("");
}

const SIGNATURES = ["# v2 git bundle\n", "# v3 git bundle\n"];

/** More of it tells nobody anything. */
const SHOWN_CHARACTERS = 80;

/**
 * Reads a header. `text` is the beginning of the bundle as a byte string and may go on into the pack. What git would not
 * write is refused: the names become a repository's refs, and what is pushed.
 * @returns the header and its length in bytes, or undefined when `text` ends inside the header
 * @throws AppError bundle-corrupt, as soon as `text` cannot become a header
 */
export function parseBundleHeader(text: string, key: string): { header: BundleHeader; length: number } | undefined {
  const signature = SIGNATURES.find((each) => text.startsWith(each.slice(0, text.length)));
  if (signature === undefined) throw corrupt(key, "it does not begin like a git bundle");
  // A bundle without a ref has its empty line right behind the signature.
  const end = text.indexOf("\n\n", signature.length - 1);
  if (end < 0) return undefined;
  const [, ...lines] = text.slice(0, end).split("\n");
  const header: BundleHeader = { objectFormat: "sha1", prerequisites: [], refs: [] };
  for (const line of lines) readLine(line, header, key);
  return { header, length: end + 2 };
}

function readLine(line: string, header: BundleHeader, key: string): void {
  if (line.startsWith("@object-format=")) {
    const format = line.slice("@object-format=".length);
    if (format !== "sha1" && format !== "sha256") throw corrupt(key, `unknown object format ${shown(format)}`);
    header.objectFormat = format;
    return;
  }
  const match = /^(-?)([0-9a-f]+)(?: ([^\n]*))?$/.exec(line);
  if (match?.[2]?.length !== OID_CHARACTERS[header.objectFormat])
    throw corrupt(key, `a line of its header is not a ref: ${shown(line)}`);
  const [, minus, oid, name = ""] = match;
  if (minus) header.prerequisites.push(oid);
  else if (name === "HEAD" || isRefName(name)) header.refs.push({ oid, name });
  else throw corrupt(key, `no ref can have the name ${shown(name)}`);
}

const OID_CHARACTERS = { sha1: 40, sha256: 64 };

const shown = (bytes: string) => JSON.stringify(escapeRefName(bytes.slice(0, SHOWN_CHARACTERS)));

const corrupt = (key: string, detail: string) => new AppError("bundle-corrupt", { key, detail });
