import { expect, test } from "vitest";
import { asApprovalId, asRepositoryName, asRunId, asSnapshotId, newRunId, newSnapshotId, snapshotTime } from "./ids";
import { approvalId, parseInput, repositoryName, runId, snapshotId, webAddress } from "./ids-schema";

test("a day's first snapshot is named by the date, further ones by date and time; they sort in time order", () => {
  const first = newSnapshotId(new Date("2026-04-16T02:07:31.456Z"), false);
  const second = newSnapshotId(new Date("2026-04-16T10:30:00Z"), true);
  expect([second, first].sort()).toEqual([first, second]);
  expect(second).toBe("2026-04-16T103000Z");
  expect(snapshotTime(second).toISOString()).toBe("2026-04-16T10:30:00.000Z");
  expect(snapshotTime(first).toISOString()).toBe("2026-04-16T00:00:00.000Z");
});

test("run ids sort in time order", () => {
  expect(newRunId(new Date("2026-04-16T02:00:00Z"), "k3f9q2")).toBe("20260416T020000Z-k3f9q2");
});

test.each(["acme", "acme/", "/web", "acme/we b", "acme/..", "../web", "a/b/c", "acme/web\n"])(
  "%j is not a repository name",
  (name) => {
    expect(repositoryName.safeParse(name).success).toBe(false);
  },
);

test("wrong input is answered with the field and an example, never with a pattern; missing input is called missing", () => {
  const parsing = (...input: Parameters<typeof parseInput>) => expect(() => parseInput(...input));
  parsing(repositoryName, "nonsense", "--target").toThrow("--target: must be written like acme/web");
  parsing(repositoryName, "acme/..", "--target").toThrow("--target: must be written like acme/web");
  parsing(snapshotId, "16.4.2026", "--snapshot").toThrow(/--snapshot: must be written like 2026-04-16 or [\dTZ-]+$/);
  parsing(runId, "../x", "run").toThrow("run: must be written like 2026");
  parsing(snapshotId, undefined, "--snapshot").toThrow(/--snapshot is missing$/);
});

test.each(["2026-99-99", "2026-04-16T256199Z", "2026-00-01"])("%s looks like a snapshot and is of no day", (id) => {
  expect(snapshotId.safeParse(id).success).toBe(false);
});

test.each(["99999999T999999Z-k3f9q2", "20260416T020099Z-k3f9q2"])("%s looks like a run and is of no time", (id) => {
  expect(runId.safeParse(id).success).toBe(false);
});

test("what becomes a link leads to the web, and starts nothing", () => {
  for (const address of ["https://github.com/acme/web", "http://127.0.0.1:8000/acme/web"])
    expect(webAddress.safeParse(address).success).toBe(true);
  for (const address of ["javascript:alert(1)", "data:text/html,x", "//evil.example", " https://x", "https:///x", "x"])
    expect(webAddress.safeParse(address).success).toBe(false);
});

test("what browsers take for an id is what the server takes for one", () => {
  const rules = [
    [asSnapshotId, snapshotId],
    [asRepositoryName, repositoryName],
    [asRunId, runId],
    [asApprovalId, approvalId],
  ] as const;
  const texts = "2026-04-16 2026-04-16T103000Z 2026-99-99 2026-04-16T256199Z acme/web acme/.. ./web acme a/b/c".split(
    " ",
  );
  const stamps = ["20260416T020000Z-k3f9q2", "20260416T020099Z-k3f9q2", "20260416T020000Z-K3F9Q2"];
  for (const [asked, schema] of rules)
    for (const text of [...texts, ...stamps, "2026-04-16\n", "", undefined, null, 20260416])
      expect(asked(text)).toBe(schema.safeParse(text).data);
});
