// A verify run in a few words, for lists, headings and command lines.
import { formatNumber, plural } from "./format";
import type { VerifyRecord, VerifyRequest } from "./proof-run";

/** `the day's share`, `acme/web as of snapshot 2026-04-16, in the replica`. */
export function describeVerify({ scope, repository, snapshot, side }: VerifyRequest): string {
  const what = {
    share: "the day's share",
    all: "every repository",
    snapshot: "every repository",
    repository: repository ?? "one repository",
  }[scope];
  return `${what}${snapshot ? ` as of snapshot ${snapshot}` : ""}${side ? `, in the ${side}` : ""}`;
}

/** `12 of 14 proven`. */
export function verifyResult({ counts }: VerifyRecord): string {
  if (!counts) return "";
  return `${formatNumber(counts.proven)} of ${plural(counts.chosen, "chain")} proven`;
}

export function verifyCommand({ scope, repository, snapshot, side }: VerifyRequest): string {
  return [
    "npm run worker -- verify",
    ...(repository ? [`--repository ${repository}`] : []),
    ...(snapshot ? [`--snapshot ${snapshot}`] : []),
    ...(scope === "all" ? ["--all"] : []),
    ...(side ? [`--side ${side}`] : []),
  ].join(" ");
}
