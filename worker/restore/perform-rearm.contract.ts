import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { receiptKey } from "@/lib/domain/bucket-keys";
import { rearmReceipt } from "@/lib/domain/receipt";
import { receiptHash } from "@/lib/operations/digest";
import { BUCKETS } from "@/sandbox/names";
import { RestoreBench, type RestoreRun, small } from "./testing/restore-bench";

let bench: RestoreBench;
let made: RestoreRun;
let id: number;

beforeAll(async () => {
  bench = await RestoreBench.start([small("web"), small("other")]);
  made = await bench.restore(["--repository", "acme/web", "--target", "acme/web-back"]);
  id = Number((await bench.github("/repos/acme/web-back")).id);
});
afterEach(() => bench.box.clearFaults());
afterAll(() => bench.stop());

interface Rearm {
  action: string;
  more?: string[];
  target?: string;
  repositoryId?: number;
  by?: string;
}
const rearm = ({ action, more = [], target = "acme/web-back", repositoryId = id, by = made.id }: Rearm) =>
  bench.restore([
    "--rearm",
    action,
    "--target",
    target,
    "--repository-id",
    String(repositoryId),
    "--restored-by",
    by,
    ...more,
  ]);
const settings = () => bench.github("/repos/acme/web-back");

describe("a repository that a restore has made", () => {
  test("is woken step by step: Actions, visibility, archived and back, each kept with what was before", async () => {
    const actions = await rearm({ action: "enable-actions" });
    expect(actions.exitCode, actions.output).toBe(0);
    expect(await bench.github("/repos/acme/web-back/actions/permissions")).toMatchObject({ enabled: true });
    const stored = JSON.parse((await bench.box.object(receiptKey(actions.id), BUCKETS.records)).toString());
    expect(rearmReceipt.parse(stored)).toMatchObject({
      ...{ requestedBy: "command line", repositoryId: id, restoredBy: made.id, hash: receiptHash(stored) },
      ...{ before: { actionsEnabled: false }, after: { actionsEnabled: true } },
    });

    const opened = await rearm({
      action: "set-visibility",
      more: ["--visibility", "public", "--confirm", "acme/web-back"],
    });
    expect(opened.exitCode, opened.output).toBe(0);
    expect(await settings()).toMatchObject({ visibility: "public" });

    expect((await rearm({ action: "archive" })).exitCode).toBe(0);
    expect(await settings()).toMatchObject({ archived: true });
    expect((await rearm({ action: "archive", more: ["--unarchive"] })).exitCode).toBe(0);
    expect(await settings()).toMatchObject({ archived: false });
  });

  test("is neither shown to everybody nor deleted without its name typed once more", async () => {
    for (const action of [
      { action: "delete" },
      { action: "delete", more: ["--confirm", "acme/web"] },
      { action: "set-visibility", more: ["--visibility", "public"] },
    ]) {
      expect((await rearm(action)).last).toMatchObject({ code: "confirmation-wrong" });
    }
    expect((await settings()).status).toBe(200);
  });
});

describe("nothing else is ever touched", () => {
  const gone = { action: "delete", more: ["--confirm", "acme/other"], target: "acme/other" };
  test("no repository that no run has made, whatever id is given", async () => {
    const other = Number((await bench.github("/repos/acme/other")).id);
    for (const repositoryId of [id, other]) {
      const run = await rearm({ ...gone, repositoryId });
      expect(run.last, run.output).toMatchObject({ code: "restore-not-ours" });
    }
    expect(await bench.exists("acme/other")).toBe(true);
  });

  test("not one that has taken the name of ours since", async () => {
    const run = await bench.restore(["--repository", "acme/web", "--target", "acme/swapped"]);
    const before = Number((await bench.github("/repos/acme/swapped")).id);
    await bench.box.github("repositories", { organisation: "acme", name: "swapped", renameTo: "kept" });
    await bench.box.github("repositories", { organisation: "acme", name: "swapped" });
    const now = Number((await bench.github("/repos/acme/swapped")).id);
    for (const repositoryId of [before, now]) {
      const more = ["--confirm", "acme/swapped"];
      const refused = await rearm({ action: "delete", more, target: "acme/swapped", repositoryId, by: run.id });
      expect(refused.last, refused.output).toMatchObject({ code: "restore-not-ours" });
    }
    expect([await bench.exists("acme/swapped"), await bench.exists("acme/kept")]).toEqual([true, true]);
  });
});

test("a repository that was deleted is gone, stays so in the journal, and a retry of its restore makes another", async () => {
  const more = ["--confirm", "acme/web-back"];
  const run = await rearm({ action: "delete", more });
  expect(run.exitCode, run.output).toBe(0);
  expect(await bench.exists("acme/web-back")).toBe(false);
  expect(await bench.journal(made.id, "acme/web-back")).toMatchObject({ state: "deleted", repository_id: id });
  expect((await rearm({ action: "delete", more })).last).toMatchObject({ code: "restore-not-ours" });
  const again = await bench.restore(["--retry", made.id]);
  expect(again.exitCode, again.output).toBe(0);
  expect(await bench.refs("acme/web-back")).toEqual(await bench.refs("acme/web"));
});
