import { type ApprovalId, newApprovalId, newRunId, type RunId } from "@/lib/domain/ids";

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** The id of a run that is about to be asked for. The browser makes it, so that the same request sent twice is one run. */
export const proposeRunId = (): RunId => newRunId(new Date(), letters());

/** Of an approval, likewise. */
export const proposeApprovalId = (): ApprovalId => newApprovalId(new Date(), letters());

function letters(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length] ?? "a").join("");
}
