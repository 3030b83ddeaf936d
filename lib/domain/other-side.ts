// What the bucket that was asked for did, where the other one had to answer instead.
import type { Problem } from "./errors";
import type { Side } from "./snapshot";

/** `The primary bucket did not answer`: that it lacks the snapshot is an answer. */
export function whyOtherSide(wanted: Side, { code }: Problem): string {
  switch (code) {
    case "snapshot-missing":
    case "object-missing":
      return `The ${wanted} bucket does not have this snapshot`;
    case "manifest-invalid":
    case "manifest-format-unknown":
    case "object-too-large":
      return `The ${wanted} bucket's manifest of this snapshot cannot be read`;
    case "storage-denied":
    case "storage-credentials":
    case "storage-bucket-missing":
      return `The ${wanted} bucket cannot be read`;
    default:
      return `The ${wanted} bucket did not answer`;
  }
}
