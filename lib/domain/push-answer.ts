// What GitHub said to a push, read from git's own words: which refs it took, which it refused and why, and whether it makes
// sense to try again. The texts are GitHub's; sources stand in the tests.
import { AppError } from "./errors";
import { redact } from "./redact";
import { escapeRefName } from "./refs";

export interface PushOutput {
  exitCode: number;
  /** Of `git push --porcelain`, as a byte string. */
  stdout: string;
  stderr: string;
}

export interface RefusedRef {
  /** Byte string. */
  name: string;
  /** In brackets at the end of git's line. */
  reason: string;
}

/** A refusal concerns what was pushed, and stays. Everything else may pass: another token, another time, a smaller push. */
export type PushTrouble = "credentials" | "denied" | "busy" | "cut" | "size";

export interface PushAnswer {
  refused: RefusedRef[];
  /** Why the push as a whole did not come through. */
  trouble?: PushTrouble;
  /** GitHub's own words, line by line. */
  words: string[];
}

/**
 * Counting, compressing, resolving: told many times a second. One digit before the percent sign is enough: more would take
 * the square of a long number's length.
 */
const PROGRESS = /^remote: .*\d% \(\d+\/\d+\)/;
const LINE = /^([ +\-*!=])\t([^\t]*)\t(.*)$/;
/**
 * Of refs that failed with the connection or with the whole push: nothing is said about themselves. Those that cannot be
 * made because they are there came with this very push, sent twice by git when the first answer was lost.
 */
const NOT_ITS_FAULT =
  /^(remote failed to report status|failed|unpacker error|n\/a \(unpacker error\)|unpack failed.*|failed to update ref|reference already exists|cannot lock ref.*)$/;
const SIZE = /pack exceeds maximum allowed size|exceeds maximum allowed size/i;
/** The whole pack is refused, and each ref with it. */
const FSCK = /fsck error/i;
const CREDENTIALS =
  /Authentication failed|could not read (Username|Password)|Invalid username or (token|password)|error: 401/i;
const BUSY = /error: 429|rate limit|too many requests/i;
const DENIED = /error: 403|Write access to repository not granted|Permission to \S+ denied/i;

export function readPushAnswer({ exitCode, stdout, stderr }: PushOutput): PushAnswer {
  const words = redact(stderr)
    .split(/[\r\n]+/)
    .map((line) => line.trimEnd())
    .filter((line) => /^(remote|fatal|error|send-pack):/.test(line) && line !== "remote:" && !PROGRESS.test(line));
  const refused = stdout.split("\n").flatMap((line) => refusedIn(line) ?? []);
  if (exitCode === 0 && refused.length === 0) return { refused, words };
  const reasons = refused.map(({ reason }) => reason);
  const all = [...words, ...reasons].join("\n");
  if (SIZE.test(all)) return { refused: [], trouble: "size", words };
  if (reasons.some((reason) => !NOT_ITS_FAULT.test(reason)))
    return { refused: refused.filter(({ reason }) => !NOT_ITS_FAULT.test(reason)), words };
  if (FSCK.test(all)) return { refused, words };
  if (BUSY.test(all)) return { refused: [], trouble: "busy", words };
  if (CREDENTIALS.test(all)) return { refused: [], trouble: "credentials", words };
  if (DENIED.test(all)) return { refused: [], trouble: "denied", words };
  return { refused: [], trouble: "cut", words };
}

function refusedIn(line: string): RefusedRef | undefined {
  const [, flag, refs = "", summary = ""] = LINE.exec(line) ?? [];
  if (flag !== "!") return undefined;
  // The reason is in brackets, and may have brackets itself.
  const reason = /^\[[^\]]*\] \((.*)\)$/.exec(summary)?.[1] ?? summary;
  return { name: refs.slice(refs.indexOf(":") + 1), reason: redact(reason) };
}

/** A refusal as an error, by what GitHub says; its words come with it as they are. */
export function refusalError(target: string, { refused, words }: PushAnswer): AppError {
  const [first] = refused;
  const reasons = refused.map(({ reason }) => reason).join("\n");
  const all = `${words.join("\n")}\n${reasons}`;
  const facts = {
    target,
    count: refused.length,
    first: first ? `${escapeRefName(first.name)} (${first.reason})` : "the push as a whole",
    words: spoken(words) || first?.reason || "GitHub gave no reason",
  };
  if (/push cannot contain secrets|secret-scanning|push protection/i.test(all))
    return new AppError("push-protected", facts);
  if (/without `workflows?` (permission|scope)/.test(all)) return new AppError("push-workflows", facts);
  if (/GH013|repository rule violations|push declined due to/i.test(all)) return new AppError("push-rules", facts);
  if (FSCK.test(all)) return new AppError("push-fsck", facts);
  return new AppError("push-refused", facts);
}

/** Without git's own prefixes; a refusal of many refs says the same many times. */
function spoken(words: readonly string[]): string {
  const lines = words
    .filter((line) => !/^error: failed to push some refs/.test(line))
    .map((line) => line.replace(/^remote: ?/, "").trimEnd())
    .filter(Boolean);
  return [...new Set(lines)].slice(0, MOST_LINES).join("\n");
}

const MOST_LINES = 40;
