import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Ancestry,
  type AnomalyRules,
  ancestryQuestions,
  detectAnomalies,
  manyVanished,
  type RepositoryState,
} from "./anomaly";
import { DEFAULT_IGNORED_REFS, DEFAULT_THRESHOLDS, isMovingTag } from "./anomaly-thresholds";
import type { Ref } from "./refs";

const RULES: AnomalyRules = { thresholds: DEFAULT_THRESHOLDS, ignoredRefs: DEFAULT_IGNORED_REFS };
const MAIN = "refs/heads/main";

/** An object id that stands for a word. */
const oid = (word: string) => Buffer.from(word).toString("hex").padEnd(40, "0").slice(0, 40);
const branch = (name: string, at = name): Ref => ({ name: `refs/heads/${name}`, oid: oid(at) });
const tag = (name: string, at = name): Ref => ({ name: `refs/tags/${name}`, oid: oid(at) });
const pull = (number: number, at: string): Ref => ({ name: `refs/pull/${number}/head`, oid: oid(at) });
const many = (count: number, make: (name: string) => Ref) => Array.from({ length: count }, (_, at) => make(`n${at}`));

const state = (refs: Ref[], more: Partial<RepositoryState> = {}): RepositoryState => ({
  refs,
  defaultBranch: MAIN,
  ...more,
});

/** What is told when GitHub answers every question with `answer`. */
function seen(before: RepositoryState, after: RepositoryState, answer: Ancestry = "ahead", rules = RULES) {
  const answers = new Map(ancestryQuestions(before, after, rules).map(({ name }) => [name, answer]));
  return detectAnomalies(before, after, answers, rules);
}
const kinds = (...args: Parameters<typeof seen>) => seen(...args).map(({ kind }) => kind);

describe("an ordinary day is silent", () => {
  test("commits on the default branch, a release tag, a new branch", () => {
    const before = state([branch("main"), tag("v1.0.0")]);
    const after = state([branch("main", "later"), branch("new"), tag("v1.0.0"), tag("v1.1.0")]);
    expect(kinds(before, after)).toEqual([]);
  });

  test("branches of merged pull requests are deleted, however many: GitHub keeps their commits", () => {
    const merged = many(40, branch);
    const before = state([branch("main"), ...merged]);
    const after = state([branch("main", "later"), ...merged.map(({ name }, at) => pull(at, name.slice(11)))]);
    expect(kinds(before, after)).toEqual([]);
  });

  test("a pull request is rebased: its branch is rewritten, and GitHub is not even asked", () => {
    const before = state([branch("main"), branch("feature"), pull(1, "feature")]);
    const after = state([branch("main"), branch("feature", "rebased"), pull(1, "rebased")]);
    expect(ancestryQuestions(before, after, RULES)).toEqual([]);
    expect(kinds(before, after, "diverged")).toEqual([]);
  });

  test("nine branches are rebased in one day, and four of eight are cleaned up", () => {
    const before = state([branch("main"), ...many(9, branch)]);
    expect(kinds(before, state([branch("main"), ...many(9, (name) => branch(name, `${name} again`))]))).toEqual([]);
    const few = state([branch("main"), ...many(7, branch)]);
    expect(kinds(few, state([branch("main"), ...many(3, branch)]))).toEqual([]);
  });

  test("what programs do with their own branches is not counted", () => {
    const bots = many(30, (name) => branch(`renovate/${name}`));
    const before = state([branch("main"), ...bots, branch("gh-pages")]);
    const rebased = bots.map(({ name }) => ({ name, oid: oid("else") }));
    expect(kinds(before, state([branch("main"), ...rebased, branch("gh-pages", "anew")]), "unrelated")).toEqual([]);
    expect(kinds(before, state([branch("main")]))).toEqual([]);
  });

  test("the default branch is renamed, or another one becomes it", () => {
    const before = state([branch("master", "tip")], { defaultBranch: "refs/heads/master" });
    expect(kinds(before, state([branch("main", "tip")]))).toEqual([]);
    expect(kinds(before, state([branch("main", "later")]))).toEqual([]);
    expect(kinds(before, state([branch("master", "tip"), branch("main", "else")]))).toEqual([]);
  });

  test("tags that are made to move do so, and a tag is given a note", () => {
    const moving = ["latest", "nightly", "v2", "1", "edge-build"];
    expect(moving.filter(isMovingTag)).toEqual(moving);
    expect(["v2.1", "v1.0.0", "release-7", "2024.01"].filter(isMovingTag)).toEqual([]);
    const before = state([branch("main"), tag("latest"), tag("v2"), tag("v2.0.0", "commit")]);
    const noted: Ref = { ...tag("v2.0.0", "tag object"), peeled: oid("commit") };
    expect(kinds(before, state([branch("main"), tag("latest", "x"), tag("v2", "y"), noted]))).toEqual([]);
  });

  test("an empty repository gets its first commit", () => {
    expect(kinds(state([]), state([branch("main")]))).toEqual([]);
  });

  test("a new full bundle is smaller, but not by far, or was small before", () => {
    const sized = (fullBytes: number) => state([branch("main")], { fullBytes });
    expect(kinds(sized(10 * 2 ** 20), sized(4 * 2 ** 20))).toEqual([]);
    expect(kinds(sized(2 ** 19), sized(1000))).toEqual([]);
  });
});

describe("wiped", () => {
  test.each([
    ["every branch is gone, tags or not", [tag("v1")], "ahead"],
    ["the only branch is an orphan now", [branch("main", "orphan")], "unrelated"],
    ["it is rewritten, and the commit it was at is gone from the server", [branch("main", "orphan")], "gone"],
  ] as const)("%s: one anomaly, and no second one for the same cause", (_, after, answer) => {
    expect(seen(state([branch("main"), tag("v1")]), state([...after]), answer)).toMatchObject([{ kind: "wiped" }]);
  });

  test("an orphan and nothing of the other branches is left", () => {
    const before = state([branch("main"), ...many(8, branch)]);
    const found = seen(before, state([branch("main", "orphan")]), "unrelated");
    expect(found).toMatchObject([{ kind: "wiped", count: 9, of: 9 }]);
    expect(found[0]?.message).toBe(
      "the default branch main was replaced by a history that has nothing in common with it, and none of its other 8 is as it was",
    );
  });

  test("not where another branch still is as it was: then only the default branch is rewritten", () => {
    const before = state([branch("main"), branch("release")]);
    expect(kinds(before, state([branch("main", "orphan"), branch("release")]), "unrelated")).toEqual([
      "default-branch-rewritten",
    ]);
  });
});

test.each([
  ["behind", "was set back to an earlier commit"],
  ["diverged", "was rewritten"],
  ["unrelated", "nothing in common"],
  ["gone", "GitHub no longer has the commit"],
] as const)("a default branch that is %s is told, with both commits", (answer, words) => {
  const [found, ...rest] = seen(
    state([branch("main"), branch("other")]),
    state([branch("main", "x"), branch("other")]),
    answer,
  );
  expect(rest).toEqual([]);
  expect(found).toMatchObject({ kind: "default-branch-rewritten", before: oid("main"), after: oid("x"), how: answer });
  expect(found?.message).toContain(words);
});

test("a default branch is compared with itself while it is there, whatever the default branch is by then", () => {
  const before = state([branch("master")], { defaultBranch: "refs/heads/master" });
  const after = state([branch("master", "x"), branch("main", "y")]);
  expect(ancestryQuestions(before, after, RULES)).toEqual([
    { name: "refs/heads/master", base: oid("master"), head: oid("x") },
  ]);
});

test("what could not be looked at is not told as an anomaly", () => {
  const [before, after] = [state([branch("main")]), state([branch("main", "x")])];
  expect(detectAnomalies(before, after, new Map(), RULES)).toEqual([]);
});

describe("refs that are gone", () => {
  const main = branch("main");
  test("half of the branches: a collapse, also beside a thousand tags", () => {
    const tags = many(1000, tag);
    const before = state([main, ...many(9, branch), ...tags]);
    const found = seen(before, state([main, ...many(4, branch), ...tags]));
    expect(found).toMatchObject([{ kind: "ref-collapse", count: 5, of: 10 }]);
    expect(found[0]?.message).toBe("5 of 10 branches are gone: n4, n5, n6, n7, n8");
  });

  test("a quarter of many: a mass deletion, and names are told up to five", () => {
    const found = seen(state([main, ...many(79, tag)]), state([main, ...many(59, tag)]));
    expect(found).toMatchObject([{ kind: "refs-deleted", count: 20, of: 79 }]);
    expect(found[0]?.message).toMatch(/^20 of 79 tags are gone: n59, n60, n61, n62, n63 and 15 more$/);
    expect(found[0]?.refs).toHaveLength(20);
  });

  test("twenty of thousands are housekeeping", () =>
    expect(kinds(state([main, ...many(2000, tag)]), state([main, ...many(1980, tag)]))).toEqual([]));
});

describe("branches rewritten", () => {
  const before = state([branch("main"), ...many(29, branch)]);
  const after = state([branch("main"), ...many(29, (name) => branch(name, `${name}!`))]);

  test("are asked about up to the limit, and the others are taken to be like them", () => {
    expect(ancestryQuestions(before, after, RULES)).toHaveLength(20);
    expect(seen(before, after, "diverged")).toMatchObject([{ kind: "branches-rewritten", count: 29, of: 30 }]);
    expect(kinds(before, after, "ahead")).toEqual([]);
  });

  test("need ten that are known to be: a few answers are not taken for all", () => {
    const answers = new Map<string, Ancestry>(many(9, branch).map(({ name }) => [name, "diverged"]));
    expect(detectAnomalies(before, after, answers, RULES)).toEqual([]);
  });
});

test("tags: one that names a release, or five of any kind", () => {
  const main = branch("main");
  const moved = seen(state([main, tag("v1.2.3"), tag("v1")]), state([main, tag("v1.2.3", "evil"), tag("v1", "x")]));
  expect(moved).toMatchObject([{ kind: "tags-moved", count: 1, refs: ["refs/tags/v1.2.3"] }]);
  const names = ["1", "2", "3", "4", "5"];
  const all = state([main, ...names.map((name) => tag(name))]);
  expect(kinds(all, state([main, ...names.map((name) => tag(name, "evil"))]))).toEqual(["tags-moved"]);
});

test("a full bundle of a fraction of the one before is told with both sizes", () => {
  const [before, after] = [2 ** 30, 2 ** 20].map((fullBytes) => state([branch("main")], { fullBytes }));
  expect(seen(before as RepositoryState, after as RepositoryState)[0]?.message).toBe(
    "its new full bundle has 1.00 MiB, 1 % of the 1.00 GiB before",
  );
});

test("many vanished: five and a tenth of all, or all of them; one or two are told as vanished only", () => {
  const vanish = (count: number, of: number) =>
    manyVanished(
      Array.from({ length: count }, (_, at) => `acme/r${at}`),
      of,
      DEFAULT_THRESHOLDS,
    ).length;
  expect([vanish(5, 50), vanish(3, 3), vanish(100, 100)]).toEqual([1, 1, 1]);
  expect([vanish(0, 0), vanish(1, 1), vanish(4, 10), vanish(5, 51)]).toEqual([0, 0, 0, 0]);
});

const anyRefs = fc.uniqueArray(
  fc
    .tuple(fc.constantFrom("heads", "tags", "pull", "notes"), fc.nat(30), fc.nat(4))
    .map(([kind, name, at]): Ref => ({ name: `refs/${kind}/${name}`, oid: oid(`commit ${at}`) })),
  { selector: ({ name }) => name, maxLength: 60 },
);
const anyState = anyRefs.map((refs) =>
  state(refs, { defaultBranch: refs.find((r) => r.name.startsWith("refs/heads/"))?.name }),
);
const anyAnswer = fc.constantFrom<Ancestry[]>("identical", "ahead", "behind", "diverged", "unrelated", "gone");

test("whatever a repository is, the same again is silent and costs no question", () => {
  fc.assert(
    fc.property(anyState, anyAnswer, (any, answer) => {
      expect(ancestryQuestions(any, any, RULES)).toEqual([]);
      expect(seen(any, any, answer)).toEqual([]);
    }),
  );
});

test("refs that are only added, and branches that only go on, are silent", () => {
  fc.assert(
    fc.property(anyState, anyRefs, (before, added) => {
      const names = new Set(before.refs.map(({ name }) => name));
      const fresh = added.filter(({ name }) => !names.has(name));
      const on = before.refs.map((ref) => (ref.name.startsWith("refs/heads/") ? { ...ref, oid: oid("later") } : ref));
      expect(seen(before, { ...before, refs: [...on, ...fresh] }, "ahead")).toEqual([]);
    }),
  );
});

test("never more questions than allowed, none twice, each about a commit that moved; one record of a kind at most but for losses", () => {
  fc.assert(
    fc.property(anyState, anyState, anyAnswer, (before, after, answer) => {
      const questions = ancestryQuestions(before, after, RULES);
      expect(questions.length).toBeLessThanOrEqual(1 + DEFAULT_THRESHOLDS["compares-per-repository"]);
      expect(new Set(questions.map(({ name }) => name)).size).toBe(questions.length);
      for (const { base, head } of questions) expect(head).not.toBe(base);
      const found = kinds(before, after, answer).filter((kind) => kind !== "ref-collapse" && kind !== "refs-deleted");
      expect(new Set(found).size).toBe(found.length);
    }),
  );
});

test("a repository whose branches are all gone is always wiped, and one whose are not never is without a rewritten default", () => {
  fc.assert(
    fc.property(anyState, anyState, (before, after) => {
      const had = before.refs.some(({ name }) => name.startsWith("refs/heads/"));
      const has = after.refs.some(({ name }) => name.startsWith("refs/heads/"));
      expect(kinds(before, after, "ahead").includes("wiped")).toBe(had && !has);
    }),
  );
});
