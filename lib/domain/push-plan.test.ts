import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HELPER_BRANCH, type HistoryCommit, type Push, type PushRef, planPushes, planWhole } from "./push-plan";

/** What a server would have after each push, and what each push brings it. */
class Server {
  readonly refs = new Map<string, string>();
  readonly brought: number[] = [];
  /** Commits a push brought, as many as in its largest single step. */
  readonly commits: number[] = [];
  private readonly has: Set<string>;
  private readonly history: Map<string, HistoryCommit>;

  constructor(history: readonly HistoryCommit[], has: string[] = []) {
    this.history = new Map(history.map((commit) => [commit.oid, commit]));
    this.has = new Set(has);
  }

  push({ parts }: Push): void {
    let bytes = 0;
    let commits = 0;
    for (const { oid, name, force } of parts) {
      if (oid === undefined) {
        this.refs.delete(name);
        continue;
      }
      const before = this.refs.get(name);
      if (before && !force && !this.ancestors(oid).has(before)) throw new Error(`${name} is no fast-forward`);
      for (const each of this.ancestors(oid)) {
        if (this.has.has(each)) continue;
        this.has.add(each);
        commits += 1;
        bytes += this.history.get(each)?.bytes ?? 0;
      }
      this.refs.set(name, oid);
    }
    this.brought.push(bytes);
    this.commits.push(commits);
  }

  private ancestors(oid: string): Set<string> {
    const found = new Set([oid]);
    for (const each of found) for (const parent of this.history.get(each)?.parents ?? []) found.add(parent);
    return found;
  }
}

const line = (...sizes: number[]): HistoryCommit[] =>
  sizes.map((bytes, index) => ({ oid: `c${index}`, parents: index === 0 ? [] : [`c${index - 1}`], bytes }));
const branch = (name: string, oid: string): PushRef => ({ name: `refs/heads/${name}`, oid });
const LIMITS = { limitBytes: 10, refsPerPush: 100 };
const told = (pushes: Push[]) =>
  pushes.map(({ parts }) => parts.map(({ oid = "", name, force }) => `${force ? "+" : ""}${oid}:${name}`).join(" "));

describe("a history that is more than one push may hold", () => {
  test("goes along the first parents, as much at a time as fits, each a fast-forward", () => {
    const pushes = planPushes([branch("main", "c5")], line(4, 4, 4, 4, 4, 4), LIMITS);
    expect(told(pushes)).toEqual(["c1:refs/heads/main", "c3:refs/heads/main", "c5:refs/heads/main"]);
    expect(pushes.map(({ bytes }) => bytes)).toEqual([8, 8, 8]);
  });

  test("with one commit over the limit pushes that one by itself and says what it holds", () => {
    const pushes = planPushes([branch("main", "c2")], line(1, 50, 1), LIMITS);
    expect(pushes.map(({ bytes }) => bytes)).toEqual([1, 50, 1]);
  });

  test("begins with the branch that reaches most; small ones and tags go together", () => {
    const history = [...line(5, 5, 5), { oid: "s", parents: ["c0"], bytes: 1 }];
    const tag = { name: "refs/tags/v1", oid: "t", commit: "c1" };
    const pushes = planPushes([branch("small", "s"), tag, branch("big", "c2")], history, LIMITS);
    expect(told(pushes)).toEqual(["c1:refs/heads/big", "c2:refs/heads/big s:refs/heads/small t:refs/tags/v1"]);
  });

  test("with a merge that is too large brings its other side by a helper branch, which is gone at the end", () => {
    const side = line(6, 6, 6).map(({ oid, parents, bytes }) => ({
      oid: `s${oid}`,
      parents: parents.map((p) => `s${p}`),
      bytes,
    }));
    const history = [...line(2, 2), ...side, { oid: "m", parents: ["c1", "sc2"], bytes: 1 }];
    const pushes = planPushes([branch("main", "m")], history, LIMITS);
    expect(told(pushes)).toEqual([
      "c1:refs/heads/main",
      `+sc0:${HELPER_BRANCH}`,
      `+sc1:${HELPER_BRANCH}`,
      `+sc2:${HELPER_BRANCH}`,
      `m:refs/heads/main :${HELPER_BRANCH}`,
    ]);
  });

  test("goes on where GitHub has a part of it already", () => {
    const [, , ...rest] = line(4, 4, 4, 4);
    expect(told(planPushes([branch("main", "c3")], rest, LIMITS))).toEqual(["c3:refs/heads/main"]);
  });
});

test("as many refs as a command line takes go with one push", () => {
  const refs = Array.from({ length: 5 }, (_, index) => branch(`b${index}`, "c0"));
  expect(planWhole(refs, { refsPerPush: 2 }).map(({ parts }) => parts.length)).toEqual([2, 2, 1]);
  expect(planPushes(refs, line(1), { limitBytes: 10, refsPerPush: 2 }).map(({ parts }) => parts.length)).toEqual([
    2, 2, 1,
  ]);
});

test("any history arrives whole, within the limit wherever more than one commit is pushed, and nothing else stays", () => {
  const histories = fc
    .array(fc.record({ bytes: fc.nat(9), parents: fc.array(fc.nat(), { maxLength: 3 }) }), {
      minLength: 1,
      maxLength: 40,
    })
    .map((raw) =>
      raw.map(({ bytes, parents }, index): HistoryCommit => {
        const chosen = index === 0 ? [] : parents.map((each) => `c${each % index}`);
        return { oid: `c${index}`, bytes, parents: [...new Set(chosen)] };
      }),
    );
  const tips = fc.array(fc.record({ at: fc.nat(), tag: fc.boolean() }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(histories, tips, (history, wanted) => {
      const refs = wanted.map(({ at, tag }, index): PushRef => {
        const oid = `c${at % history.length}`;
        return { name: `refs/${tag && index > 0 ? "tags" : "heads"}/r${index}`, oid };
      });
      const server = new Server(history);
      const pushes = planPushes(refs, history, { limitBytes: 12, refsPerPush: 4 });
      for (const push of pushes) server.push(push);
      expect(Object.fromEntries(server.refs)).toEqual(Object.fromEntries(refs.map(({ name, oid }) => [name, oid])));
      pushes.forEach(({ bytes, parts }, index) => {
        expect(server.brought[index]).toBe(bytes);
        expect(parts.length).toBeLessThanOrEqual(4);
        if ((server.commits[index] ?? 0) > 1) expect(bytes).toBeLessThanOrEqual(12);
      });
    }),
    { numRuns: 500 },
  );
});
