import { newRunId, type RunId } from "@/lib/domain/ids";

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** The id of a run that is about to be asked for. The browser makes it, so that the same request sent twice is one run. */
export function proposeRunId(): RunId {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return newRunId(new Date(), Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length] ?? "a").join(""));
}
