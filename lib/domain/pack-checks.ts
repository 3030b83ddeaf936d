// What is checked of a pack while it streams by, in the words that stand in manifests, and how far the costliest of the
// checks goes. None of them is called verification: only a rebuild is proof. docs/backup-format.md describes each word.

export type PackCheck = "transfer-end" | "pack-trailer" | "objects-inflated" | "connectivity";

/** `small`: packs up to a limit. A pack's size is not known before it has come. */
export const CONNECTIVITY_MODES = ["off", "small", "all"] as const;
export type ConnectivityMode = (typeof CONNECTIVITY_MODES)[number];

/** Why a check was not made, with the words people read. */
export const NOT_CHECKED = {
  off: "switched off in the settings",
  incremental: "an incremental bundle leans on the bundles before it",
  size: "the pack is larger than the limit for small repositories",
  scratch: "no scratch space was left for it",
  "no-git": "git is not installed where the worker runs",
  failed: "the check itself failed",
} as const;
export type NotChecked = keyof typeof NOT_CHECKED;

export interface ConnectivityPolicy {
  mode: ConnectivityMode;
  /** Largest pack that `small` checks. */
  smallBytes: number;
}

/** Why the bundle's connectivity is not to be checked, as far as can be told before its first byte. */
export function reasonNotToBegin(mode: ConnectivityMode, kind: "full" | "incremental"): NotChecked | undefined {
  if (mode === "off") return "off";
  // A thin pack's deltas and links point to objects that only the chain has, and the worker keeps none of it.
  return kind === "incremental" ? "incremental" : undefined;
}

/** Why the check of a pack that has grown to `packBytes` is to be let go. */
export function reasonToLetGo({ mode, smallBytes }: ConnectivityPolicy, packBytes: number): NotChecked | undefined {
  return mode === "small" && packBytes > smallBytes ? "size" : undefined;
}

/** Bytes of the index of a pack at most (gitformat-pack(5), version 2): fan-out, and per object its name, CRC and offset. */
export function indexBytes(objects: number, objectFormat: "sha1" | "sha256"): number {
  const name = objectFormat === "sha1" ? 20 : 32;
  return 8 + 256 * 4 + objects * (name + 4 + 4 + 8) + 2 * name;
}

/** What a manifest entry says of the checks of its last bundle. What was to be checked and could not be is a warning. */
export function recordChecks(
  inflated: boolean,
  connectivity: "passed" | NotChecked,
): { checks: PackCheck[]; not_checked?: { check: PackCheck; why: NotChecked }[]; warnings?: string[] } {
  const found: [PackCheck, "passed" | NotChecked][] = [
    ["transfer-end", "passed"],
    ["pack-trailer", "passed"],
    ["objects-inflated", inflated ? "passed" : "off"],
    ["connectivity", connectivity],
  ];
  const left = found.flatMap(([check, why]) => (why === "passed" ? [] : [{ check, why }]));
  const lost = left.filter(({ why }) => why === "scratch" || why === "failed");
  return {
    checks: found.flatMap(([check, what]) => (what === "passed" ? [check] : [])),
    ...(left.length > 0 ? { not_checked: left } : {}),
    ...(lost.length > 0 ? { warnings: lost.map(describeNotChecked) } : {}),
  };
}

/** One sentence about checks that were left out, e.g. for a list of a bundle's checks. */
export function describeNotChecked({ check, why }: { check: string; why: string }): string {
  return `${check} not checked: ${Object.hasOwn(NOT_CHECKED, why) ? NOT_CHECKED[why as NotChecked] : why}`;
}
