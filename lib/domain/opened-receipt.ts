import { asRunId, type RunId } from "./ids";
import type { Receipt, Seal } from "./receipt";
import type { RestoredItem } from "./restore-record";

/** A receipt as its page shows it. */
export interface OpenedReceipt {
  receipt: Receipt;
  seal: Seal;
  /** What the run's record says of the repository; absent for runs that were made before records said so. */
  item?: RestoredItem;
}

/** `receipts/<run>.json` or `receipts/<run>/<organisation>/<name>.json`: the run whose receipt it is. */
export function runOfReceipt(key: string): RunId | undefined {
  return asRunId(/^receipts\/([^/.]+)/.exec(key)?.[1]);
}

export const SEAL_VIEW: Record<Seal, { label: string; indicator: "success" | "error" | "info"; explanation: string }> =
  {
    unchanged: {
      label: "Not altered",
      indicator: "success",
      explanation: "Its SHA-256 was computed again just now and is the one in the receipt and in the run's record.",
    },
    changed: {
      label: "Altered since it was written",
      indicator: "error",
      explanation:
        "Its SHA-256 is not the one that was recorded. An earlier version of the object may be the true one.",
    },
    unsealed: {
      label: "Has no seal",
      indicator: "info",
      explanation: "Receipts of earlier versions have no hash of their own, so a change would not show.",
    },
  };
