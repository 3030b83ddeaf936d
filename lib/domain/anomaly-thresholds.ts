// From which number on a change is out of the ordinary. Set so that a busy day stays silent: an alarm that cries wolf is
// not read. Each can be set by its name; docs/backup-format.md has the table.

interface Threshold {
  fallback: number;
  /** The largest that makes sense; percentages end at 100. */
  most: number;
  meaning: string;
}

const number = (fallback: number, meaning: string): Threshold => ({ fallback, most: 1_000_000, meaning });
const percent = (fallback: number, meaning: string): Threshold => ({ fallback, most: 100, meaning });

export const ANOMALY_THRESHOLDS = {
  "collapse-refs": number(5, "most refs gone: at least so many branches, or tags"),
  "collapse-percent": percent(50, "and at least this share of all its branches, or tags"),
  "deleted-refs": number(20, "many refs deleted: at least so many branches, or tags"),
  "deleted-percent": percent(25, "and at least this share of them"),
  "rewritten-branches": number(10, "branches rewritten: at least so many besides the default branch"),
  "rewritten-percent": percent(50, "and at least this share of all its branches"),
  "moved-tags": number(1, "tags moved: at least so many that name a release"),
  "moving-tags": number(5, "or so many of those that are made to move (latest, v1)"),
  "size-percent": percent(25, "far smaller: a new full bundle below this share of the one before"),
  "size-mib": number(1, "where that one was at least so large, in MiB"),
  "vanished-repositories": number(5, "many vanished: at least so many repositories at once"),
  "vanished-percent": percent(10, "and at least this share of all"),
  "compares-per-repository": number(20, "moved branches of one repository that GitHub is asked about, at most"),
  "compares-per-run": number(500, "questions of a run to GitHub about moved branches, at most"),
} satisfies Record<string, Threshold>;
export type ThresholdName = keyof typeof ANOMALY_THRESHOLDS;
export type AnomalyThresholds = Record<ThresholdName, number>;

export const THRESHOLD_NAMES = Object.keys(ANOMALY_THRESHOLDS) as ThresholdName[];

export const DEFAULT_THRESHOLDS = Object.fromEntries(
  THRESHOLD_NAMES.map((name) => [name, ANOMALY_THRESHOLDS[name].fallback]),
) as AnomalyThresholds;

/** What is wrong with a threshold, to follow its name in a sentence; undefined when it can be used. */
export function thresholdProblem(name: string, value: number): string | undefined {
  if (!isThreshold(name)) return `is none of ${THRESHOLD_NAMES.join(", ")}`;
  const { most } = ANOMALY_THRESHOLDS[name];
  // Nothing to ask at all is an answer too: for a server where questions are dear.
  const least = name.startsWith("compares-") ? 0 : 1;
  if (Number.isInteger(value) && value >= least && value <= most) return undefined;
  return `must be a whole number from ${least} to ${most}`;
}

/** `moved-tags=3`: the name and the number; the number is NaN where there is none. */
export function readThreshold(text: string): [name: string, value: number] {
  const [name = "", value = ""] = text.split("=").map((each) => each.trim());
  return [name, /^\d+$/.test(value) ? Number(value) : Number.NaN];
}

/** All of them: those that are given, the others as they are by default. */
export const withDefaults = (given: Partial<AnomalyThresholds>): AnomalyThresholds => ({
  ...DEFAULT_THRESHOLDS,
  ...given,
});

const isThreshold = (name: string): name is ThresholdName => Object.hasOwn(ANOMALY_THRESHOLDS, name);

/**
 * Branches that programs make, move and delete all day, and a branch that is written anew with each publication. What
 * becomes of them is nobody's loss, so it is not counted. A pattern may end in or hold one `*`.
 */
export const DEFAULT_IGNORED_REFS: readonly string[] = [
  "refs/heads/dependabot/*",
  "refs/heads/renovate/*",
  "refs/heads/snyk-*",
  "refs/heads/release-please--*",
  "refs/heads/changeset-release/*",
  "refs/heads/pre-commit-ci-update-config",
  "refs/heads/gh-readonly-queue/*",
  "refs/heads/gh-pages",
];

const MOVING_WORDS = new Set(
  "latest nightly daily weekly stable edge canary unstable current next dev tip rolling moving continuous snapshot".split(
    " ",
  ),
);

/** Tags that are made to move: `latest`, `nightly-build`, and `v2` as GitHub's own actions are published. */
export function isMovingTag(name: string): boolean {
  const short = name.replace(/^refs\/tags\//, "").toLowerCase();
  return /^v?\d+$/.test(short) || short.split(/[^a-z0-9]+/).some((word) => MOVING_WORDS.has(word));
}
