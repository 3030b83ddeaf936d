// The text at the start of a git bundle (gitformat-bundle(5)). Strings are byte strings, as in refs.ts.
import { AppError } from "./errors";
import type { Ref, RefAdvertisement } from "./refs";

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

/**
 * Reads a header. `text` is the beginning of the bundle as a byte string and may go on into the pack.
 * @returns the header and its length in bytes, or undefined when `text` ends inside the header
 */
export function parseBundleHeader(text: string, key: string): { header: BundleHeader; length: number } | undefined {
  const end = text.indexOf("\n\n");
  if (end < 0) return undefined;
  const [signature, ...lines] = text.slice(0, end).split("\n");
  if (signature !== "# v2 git bundle" && signature !== "# v3 git bundle")
    throw corrupt(key, "it does not begin like a git bundle");
  const header: BundleHeader = { objectFormat: "sha1", prerequisites: [], refs: [] };
  for (const line of lines) readLine(line, header, key);
  return { header, length: end + 2 };
}

function readLine(line: string, header: BundleHeader, key: string): void {
  if (line.startsWith("@object-format=")) {
    const format = line.slice("@object-format=".length);
    if (format !== "sha1" && format !== "sha256") throw corrupt(key, `unknown object format ${format}`);
    header.objectFormat = format;
    return;
  }
  const match = /^(-?)([0-9a-f]{40}|[0-9a-f]{64})(?: (.*))?$/.exec(line);
  if (!match) throw corrupt(key, "a line of its header is not a ref");
  const [, minus, oid = "", name = ""] = match;
  if (minus) header.prerequisites.push(oid);
  else header.refs.push({ oid, name });
}

const corrupt = (key: string, detail: string) => new AppError("bundle-corrupt", { key, detail });
