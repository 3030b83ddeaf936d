import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { RestoreBench, small } from "./testing/restore-bench";

let bench: RestoreBench;

beforeAll(async () => {
  bench = await RestoreBench.start([small("api")]);
});
afterEach(() => bench.box.clearFaults());
afterAll(() => bench.stop());

const restore = (target: string, killAt?: string) =>
  bench.restore(["--repository", "acme/api", "--target", `acme/${target}`], { killAt });

describe("a repository that is in the way", () => {
  test("is never taken for ours without our mark, even when the journal says that one was being made", async () => {
    await bench.box.fault("github", {
      match: { method: "POST", path: "/orgs/acme/repos" },
      action: { kind: "status", status: 502 },
      times: 0,
    });
    const failed = await restore("foreign");
    expect(failed.last, failed.output).toMatchObject({ code: "github-unreachable" });
    expect(await bench.journal(failed.id, "acme/foreign")).toMatchObject({ state: "creating" });
    await bench.box.clearFaults();
    await bench.box.github("repositories", { organisation: "acme", name: "foreign", description: "Somebody's" });
    const retried = await bench.restore(["--retry", failed.id]);
    expect(retried.last, retried.output).toMatchObject({ code: "target-exists" });
    expect(await bench.refs("acme/foreign")).toEqual([]);
  });

  test("is ours where GitHub made it and the answer was lost: it is found by its mark, not made twice", async () => {
    await bench.box.fault("github", {
      match: { method: "POST", path: "/orgs/acme/repos" },
      action: { kind: "status", status: 502, handled: true },
    });
    const run = await restore("lost-answer");
    expect(run.exitCode, run.output).toBe(0);
    expect(await bench.refs("acme/lost-answer")).toEqual(await bench.refs("acme/api"));
  });

  test("is not ours any more when it was renamed meanwhile: the retry says so and makes no second one", async () => {
    const killed = await restore("moved", "push");
    await bench.box.github("repositories", { organisation: "acme", name: "moved", renameTo: "moved-away" });
    const retried = await bench.restore(["--retry", killed.id]);
    expect(retried.last, retried.output).toMatchObject({ code: "target-redirects" });
    expect(await bench.namesOf("acme", "moved")).toEqual(["moved-away"]);
  });

  test("is made anew when the half-finished one was deleted", async () => {
    const killed = await restore("deleted", "compare");
    const before = await bench.github("/repos/acme/deleted");
    await bench.box.github("repositories", { organisation: "acme", name: "deleted", delete: true });
    const retried = await bench.restore(["--retry", killed.id]);
    expect(retried.exitCode, retried.output).toBe(0);
    const after = await bench.github("/repos/acme/deleted");
    expect([after.status, after.id === before.id]).toEqual([200, false]);
  });
});
