// What the organisation has and the App was not given is known as far as GitHub tells it, and told.
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { APPS } from "@/sandbox/names";
import { TestSandbox } from "@/sandbox/testing/test-sandbox";

let box: TestSandbox;
const NAMES = ["given", "public-one", "private-one", "private-two"];

beforeAll(async () => {
  const history = { commits: 2, pulls: 0 };
  box = await TestSandbox.start(NAMES.map((name) => ({ name, description: "", history })));
  for (const name of NAMES)
    await box.github("repositories", { organisation: "acme", name, private: name.startsWith("private") });
});
afterEach(() => box.clearFaults());
afterAll(() => box.stop());

const give = (repositories: "all" | string[], permissions: Record<string, string> = { contents: "read" }) =>
  box.github("installations", { app: APPS.backup.slug, account: "acme", repositories, permissions });

async function asked() {
  const run = await box.worker(["backup"]);
  expect(run.exitCode, run.output).toBe(0);
  const said = run.events.find(({ event }) => event === "not-visible");
  return { found: (await box.newestManifest()).source?.not_visible, said };
}

test("of an App that was given everything there is nothing to ask", async () => {
  await give("all");
  expect(await asked()).toEqual({ found: [], said: undefined });
});

test("public repositories are named to any App; private ones are not counted for one that may not know", async () => {
  await give(["given"]);
  const { found, said } = await asked();
  expect(found).toMatchObject([{ account: "acme", repositories: [{ repo: "acme/public-one" }] }]);
  expect(found?.[0]?.private_count).toBeUndefined();
  expect(said).toMatchObject({ level: "warn", message: expect.stringContaining("1 public repository") });
});

test("private ones are counted for an App that may read the organisation's administration", async () => {
  await give(["given", "public-one", "private-one"], { contents: "read", organization_administration: "read" });
  const { found, said } = await asked();
  expect(found).toMatchObject([{ account: "acme", repositories: [], private_count: 1 }]);
  expect(said?.message).toContain("1 private one");
});

test("that it cannot be asked is kept and told, and is no reason for the backup to fail", async () => {
  await give(["given"]);
  await box.fault("github", {
    match: { path: "/orgs/acme$" },
    action: { kind: "status", status: 403, body: '{"message":"no"}' },
    times: 0,
  });
  const { found, said } = await asked();
  expect(found).toMatchObject([{ account: "acme", problem: { code: "github-forbidden" } }]);
  expect(said).toMatchObject({ level: "warn", code: "github-forbidden" });
});
