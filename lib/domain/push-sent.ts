// What git tells of a push while it is at it, on its standard error: progress.c of git, many times a second, each time over the
// line before.

export interface PushWords {
  /** Of the pack, as git counts them: to two places of the unit it is at. */
  bytes?: number;
  /** All was sent; what is heard now is the server, at work on it. */
  unpacking: boolean;
}

const WRITING = /(?:^|[\r\n])Writing objects: +\d{1,3}% \(\d+\/\d+\)(?:, ([\d.]{1,12}) (bytes|[KMG]iB))?/g;
const SERVER =
  /remote: (?:Unpacking|Indexing|Receiving|Resolving)[\w ]{0,20}:|Writing objects: 100% [^\r\n]{0,80}, done\./;
const UNIT: Record<string, number> = { bytes: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/** The newest word of `text`, which may be in the middle of anything; undefined where it tells nothing of what was sent. */
export function readPushWords(text: string): PushWords | undefined {
  const unpacking = SERVER.test(text);
  let bytes: number | undefined;
  for (const [, count, unit = ""] of text.matchAll(WRITING))
    if (count !== undefined) bytes = Math.round(Number(count) * (UNIT[unit] ?? 1));
  return unpacking || bytes !== undefined ? { bytes, unpacking } : undefined;
}
