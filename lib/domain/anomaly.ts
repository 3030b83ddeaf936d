// What became of a repository since the snapshot before that ordinary work does not do. Pure: what only GitHub knows (whether
// a branch was continued or replaced) is asked for by `ancestryQuestions` and comes back as a fact.
import { type Anomaly, byKind } from "./anomaly-kind";
import { type AnomalyThresholds, isMovingTag } from "./anomaly-thresholds";
import { formatBytes, formatNumber, plural } from "./format";
import { refMatcher } from "./ref-scope";
import { escapeRefName, type Ref } from "./refs";

/** A repository at one moment. */
export interface RepositoryState {
  /** Without HEAD; those of pull requests tell which branches are kept by GitHub all the same. */
  refs: readonly Ref[];
  /** Full name as a byte string, `refs/heads/main`. */
  defaultBranch?: string;
  /** Of the full bundle its chain begins with, when that was written anew. */
  fullBytes?: number;
}

/**
 * What a commit is to another that came before: it or a descendant of it; an ancestor; of another line of the same history;
 * of a history of its own; or not to be told because the earlier one is no longer on the server.
 */
export type Ancestry = "identical" | "ahead" | "behind" | "diverged" | "unrelated" | "gone";

export interface AncestryQuestion {
  /** The branch as it was named before. */
  name: string;
  base: string;
  head: string;
}

/** By the branch's name; absent where it was not asked, or could not be told. */
export type AncestryAnswers = ReadonlyMap<string, Ancestry>;

export interface AnomalyRules {
  thresholds: AnomalyThresholds;
  /** Patterns of refs that programs move all day. */
  ignoredRefs: readonly string[];
}

/** Names that stand in one sentence. */
const NAMED = 5;
/** And in the record. */
const RECORDED = 20;

/**
 * What has to be asked of GitHub, the most telling first: about the default branch when it moved, and about the other moved
 * branches only when there are so many that it could be an anomaly. Nothing on most days.
 */
export function ancestryQuestions(
  before: RepositoryState,
  after: RepositoryState,
  rules: AnomalyRules,
): AncestryQuestion[] {
  const change = changeOf(before, after, rules);
  const first = defaultBranchQuestion(before, after, rules);
  const others = change.movedBranches.filter(({ name }) => name !== before.defaultBranch);
  const limits = rules.thresholds;
  const possible =
    others.length >= limits["rewritten-branches"] &&
    isShare(others.length, change.branches.length, limits["rewritten-percent"]);
  return [
    ...(first ? [first] : []),
    ...(possible ? others.slice(0, limits["compares-per-repository"]) : []).map(({ name, base, head }) => ({
      name,
      base,
      head,
    })),
  ];
}

/** What is out of the ordinary, the worst first; one record for one cause. An unchanged repository has none. */
export function detectAnomalies(
  before: RepositoryState,
  after: RepositoryState,
  answers: AncestryAnswers,
  rules: AnomalyRules,
): Anomaly[] {
  const change = changeOf(before, after, rules);
  const wipe = wiped(before, after, answers, change);
  if (wipe) return [wipe];
  return [
    ...rewrittenDefault(before, after, answers, rules),
    ...lostRefs(change, rules.thresholds),
    ...rewrittenBranches(before, answers, change, rules.thresholds),
    ...movedTags(change, rules.thresholds),
    ...shrunk(before, after, rules.thresholds),
  ].sort(byKind);
}

/** Of a whole run: repositories that the snapshot before still had. `of` is how many that one listed. */
export function manyVanished(names: readonly string[], of: number, thresholds: AnomalyThresholds): Anomaly[] {
  const count = names.length;
  const all = count > 1 && count >= of;
  const many = count >= thresholds["vanished-repositories"] && isShare(count, of, thresholds["vanished-percent"]);
  if (!all && !many) return [];
  const message = `${formatNumber(count)} of ${plural(of, "repository", "repositories")} are no longer listed: ${list(names)}`;
  return [{ kind: "many-vanished", message, count, of }];
}

interface Moved {
  name: string;
  base: string;
  head: string;
}

interface Change {
  /** As they were before. */
  branches: readonly Ref[];
  tags: readonly Ref[];
  /** Deleted, and not kept by a pull request: those of merged ones are, and are deleted every day. */
  lostBranches: readonly Ref[];
  lostTags: readonly Ref[];
  movedBranches: Moved[];
  movedTags: Moved[];
}

function changeOf(before: RepositoryState, after: RepositoryState, { ignoredRefs }: AnomalyRules): Change {
  const isIgnored = anyOf(ignoredRefs);
  const now = new Map(after.refs.map((ref) => [ref.name, ref]));
  const keptByPulls = new Set(after.refs.filter((ref) => ref.name.startsWith("refs/pull/")).map((ref) => ref.oid));
  const under = (prefix: string) => before.refs.filter(({ name }) => name.startsWith(prefix) && !isIgnored(name));
  const [branches, tags] = [under("refs/heads/"), under("refs/tags/")];
  const isLost = ({ name, oid }: Ref) => !now.has(name) && !keptByPulls.has(oid);
  const moved = (refs: readonly Ref[]): Moved[] =>
    refs.flatMap(({ name, oid }) => {
      const found = now.get(name);
      // A tag that was given a note of its own still leads to the same commit.
      const same = !found || found.oid === oid || found.peeled === oid;
      return same ? [] : [{ name, base: oid, head: found.oid }];
    });
  return {
    branches,
    tags,
    lostBranches: branches.filter(isLost),
    lostTags: tags.filter(isLost),
    movedBranches: moved(branches),
    movedTags: moved(tags),
  };
}

/** Against the branch of the same name; where that is gone, against what is the default branch now: it may be renamed. */
function defaultBranchQuestion(
  before: RepositoryState,
  after: RepositoryState,
  { ignoredRefs }: AnomalyRules,
): AncestryQuestion | undefined {
  const name = before.defaultBranch;
  const base = oidOf(before, name);
  if (name === undefined || base === undefined || anyOf(ignoredRefs)(name)) return undefined;
  const head = oidOf(after, name) ?? oidOf(after, after.defaultBranch);
  return head === undefined || head === base ? undefined : { name, base, head };
}

const oidOf = ({ refs }: RepositoryState, name: string | undefined): string | undefined =>
  name === undefined ? undefined : refs.find((ref) => ref.name === name)?.oid;

function wiped(
  before: RepositoryState,
  after: RepositoryState,
  answers: AncestryAnswers,
  { branches, movedBranches }: Change,
): Anomaly | undefined {
  const count = before.refs.filter(({ name }) => name.startsWith("refs/heads/")).length;
  if (count === 0) return undefined;
  if (!after.refs.some(({ name }) => name.startsWith("refs/heads/"))) {
    const message = count === 1 ? "its only branch is gone" : `all of its ${formatNumber(count)} branches are gone`;
    return { kind: "wiped", message, refs: recorded(branches), count, of: count };
  }
  const main = before.defaultBranch;
  const answer = main === undefined ? undefined : answers.get(main);
  if (main === undefined || (answer !== "unrelated" && answer !== "gone")) return undefined;
  const now = new Set(after.refs.map(({ name }) => name));
  const replaced = new Set(movedBranches.filter(({ name }) => isReplaced(answers.get(name))).map(({ name }) => name));
  const survives = branches.some(({ name }) => name !== main && now.has(name) && !replaced.has(name));
  if (survives) return undefined;
  const others = count > 1 ? `, and none of its other ${formatNumber(count - 1)} is as it was` : "";
  const message = `the default branch ${shortName(main)} was replaced by a history that has nothing in common with it${others}`;
  return { kind: "wiped", message, refs: recorded(branches), count, of: count };
}

const isReplaced = (answer: Ancestry | undefined) => answer === "unrelated" || answer === "gone";
const isRewritten = (answer: Ancestry | undefined) =>
  answer !== undefined && answer !== "ahead" && answer !== "identical";

const REWRITTEN_WORDS: Record<Exclude<Ancestry, "ahead" | "identical">, string> = {
  behind: "was set back to an earlier commit",
  diverged: "was rewritten: commits that were on it are gone from its history",
  unrelated: "was replaced by a history that has nothing in common with it",
  gone: "was rewritten, and GitHub no longer has the commit it was at",
};

function rewrittenDefault(
  before: RepositoryState,
  after: RepositoryState,
  answers: AncestryAnswers,
  rules: AnomalyRules,
): Anomaly[] {
  const question = defaultBranchQuestion(before, after, rules);
  const answer = question && answers.get(question.name);
  if (!answer || answer === "ahead" || answer === "identical") return [];
  const { name, base, head } = question;
  const message = `the default branch ${shortName(name)} ${REWRITTEN_WORDS[answer]}`;
  return [
    { kind: "default-branch-rewritten", message, refs: [escapeRefName(name)], how: answer, before: base, after: head },
  ];
}

/** Branches and tags each by themselves: a thousand tags must not hide that half of the branches are gone. */
function lostRefs({ branches, tags, lostBranches, lostTags }: Change, limits: AnomalyThresholds): Anomaly[] {
  const kinds = [
    { lost: lostBranches, all: branches, one: "branch", many: "branches" },
    { lost: lostTags, all: tags, one: "tag", many: "tags" },
  ];
  return kinds.flatMap(({ lost, all, one, many }): Anomaly[] => {
    const reaches = (refs: number, percent: number) => lost.length >= refs && isShare(lost.length, all.length, percent);
    const collapsed = reaches(limits["collapse-refs"], limits["collapse-percent"]);
    if (!collapsed && !reaches(limits["deleted-refs"], limits["deleted-percent"])) return [];
    const kind = collapsed ? "ref-collapse" : "refs-deleted";
    const message = `${formatNumber(lost.length)} of ${plural(all.length, one, many)} are gone: ${listRefs(lost)}`;
    return [{ kind, message, refs: recorded(lost), count: lost.length, of: all.length }];
  });
}

/** Of very many only some were looked at; the others are taken to be like them. */
function rewrittenBranches(
  { defaultBranch }: RepositoryState,
  answers: AncestryAnswers,
  { branches, movedBranches }: Change,
  limits: AnomalyThresholds,
): Anomaly[] {
  const moved = movedBranches.filter(({ name }) => name !== defaultBranch);
  const looked = moved.filter(({ name }) => answers.has(name));
  const rewritten = looked.filter(({ name }) => isRewritten(answers.get(name)));
  const needed = Math.min(limits["rewritten-branches"], limits["compares-per-repository"]);
  const estimate = looked.length > 0 ? Math.round((moved.length * rewritten.length) / looked.length) : 0;
  const isMany =
    needed > 0 &&
    rewritten.length >= needed &&
    estimate >= limits["rewritten-branches"] &&
    isShare(estimate, branches.length, limits["rewritten-percent"]);
  if (!isMany) return [];
  const seen =
    looked.length < moved.length
      ? `${formatNumber(rewritten.length)} of the ${formatNumber(looked.length)} moved branches that were looked at`
      : `${formatNumber(rewritten.length)} of ${plural(branches.length, "branch", "branches")}`;
  const message = `${seen} were replaced by another history: ${listRefs(rewritten)}`;
  return [{ kind: "branches-rewritten", message, refs: recorded(rewritten), count: estimate, of: branches.length }];
}

function movedTags({ tags, movedTags: moved }: Change, limits: AnomalyThresholds): Anomaly[] {
  const releases = moved.filter(({ name }) => !isMovingTag(name));
  const told = releases.length >= limits["moved-tags"] ? releases : [];
  const all = moved.length - releases.length >= limits["moving-tags"] ? moved : told;
  if (all.length === 0) return [];
  const message = `${plural(all.length, "tag now names", "tags now name")} another commit: ${listRefs(all)}`;
  return [{ kind: "tags-moved", message, refs: recorded(all), count: all.length, of: tags.length }];
}

function shrunk(before: RepositoryState, after: RepositoryState, limits: AnomalyThresholds): Anomaly[] {
  const [was, is] = [before.fullBytes, after.fullBytes];
  if (was === undefined || is === undefined || was < limits["size-mib"] * 2 ** 20) return [];
  if (is * 100 >= was * limits["size-percent"]) return [];
  const share = Math.max(1, Math.round((is * 100) / was));
  const message = `its new full bundle has ${formatBytes(is)}, ${share} % of the ${formatBytes(was)} before`;
  return [{ kind: "size-collapse", message, count: is, of: was }];
}

const isShare = (part: number, all: number, percent: number) => part * 100 >= all * percent;

function anyOf(patterns: readonly string[]): (name: string) => boolean {
  const tests = patterns.map(refMatcher);
  return (name) => tests.some((matches) => matches(name));
}

const shortName = (name: string) => escapeRefName(name.replace(/^refs\/(heads|tags)\//, ""));
const recorded = (refs: readonly { name: string }[]) => refs.slice(0, RECORDED).map(({ name }) => escapeRefName(name));
const listRefs = (refs: readonly { name: string }[]) => list(refs.map(({ name }) => shortName(name)));

function list(names: readonly string[]): string {
  const more = names.length - NAMED;
  return `${names.slice(0, NAMED).join(", ")}${more > 0 ? ` and ${formatNumber(more)} more` : ""}`;
}
