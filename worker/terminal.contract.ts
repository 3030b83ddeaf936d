// The worker as a person sees it: under a real pseudo-terminal (util-linux `script`), and as a machine reads it.
import { spawn } from "node:child_process";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { runRecord } from "@/lib/domain/run-schema";
import { shellVariables } from "@/sandbox/environment";
import { BUCKETS } from "@/sandbox/names";
import type { DemoRepository } from "@/sandbox/seed/demo-fleet";
import { TestSandbox, WORKER } from "@/sandbox/testing/test-sandbox";

const history = (binaryBytes: number) => ({ commits: 10, openBranches: 1, releases: 1, pulls: 0, binaryBytes });
const FLEET: DemoRepository[] = [
  ...["alpha", "beta", "gamma", "delta"].map((name) => ({ name, description: "", history: history(0) })),
  { name: "large", description: "", history: history(2_000_000) },
  { name: "broken", description: "", history: history(0) },
];

let box: TestSandbox;

beforeAll(async () => {
  box = await TestSandbox.start(FLEET);
});
afterEach(() => box.clearFaults());
afterAll(() => box.stop());

/** Long enough to be drawn more than once; one repository fails. */
async function slowly(): Promise<void> {
  await box.fault("github", {
    match: { path: "^/acme/broken\\.git/" },
    action: { kind: "status", status: 451 },
    times: 0,
  });
  await box.fault("github", {
    match: { path: "^/acme/large\\.git/git-upload-pack" },
    action: { kind: "slow", bytesPerSecond: 1_000_000 },
    times: 0,
  });
}

/** Everything the worker writes to a terminal of so many columns. */
function onTerminal(root: string, columns: number, variables: Record<string, string> = {}): Promise<string> {
  const command = `stty cols ${columns} rows 30; exec "${process.execPath}" "${WORKER}" backup`;
  const env = { PATH: process.env.PATH, TERM: "xterm", ...shellVariables(box.urls), ROOT_PREFIX: root, ...variables };
  const child = spawn("script", ["-qec", command, "/dev/null"], {
    env: env as unknown as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
    });
  return new Promise((resolve) => child.once("close", () => resolve(output)));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
const ESCAPE = /\x1b\[[\d;]*[A-Za-z]/g;

/** What stands on the screen in the end: of each line what follows its last carriage return. */
function screenOf(output: string): string[] {
  return output
    .replaceAll("\r\n", "\n")
    .split("\n")
    .map((line) => line.slice(line.lastIndexOf("\r") + 1).replaceAll(ESCAPE, ""));
}

test("on a terminal there is one line that moves, never wider than the screen, and the summary in its place at the end", async () => {
  await slowly();
  const output = await onTerminal("terminal", 100);
  const drawn = output.split("\r").filter((each) => /\[[#-]{24}\]/.test(each.replaceAll(ESCAPE, "")));
  expect(drawn.length, output).toBeGreaterThan(2);
  for (const each of drawn) {
    const line = each.replaceAll(ESCAPE, "").split("\n")[0] ?? "";
    expect(line.length, line).toBeLessThan(100);
  }
  expect(drawn.some((each) => /\d+%\S* {2}\d\/6/.test(each.replaceAll(ESCAPE, "")))).toBe(true);
  const screen = screenOf(output);
  expect(screen.join("\n")).not.toMatch(/\[[#-]{24}\]/);
  expect(screen).toContain("  captured     5");
  expect(screen).toContain("  unavailable  1");
  expect(screen.join("\n")).toMatch(/ {2}unavailable: acme\/broken: .*\n {4}\S/);
  expect(screen.join("\n")).toMatch(/look at {6}s3:\/\/\S+\/terminal\/\S+\/manifest\.json/);
  expect(screen.filter((line) => / {3}acme\/(alpha|beta|gamma|delta|large): captured$/.test(line))).toHaveLength(5);
  expect(output).not.toContain('{"time"');
}, 60_000);

test("a dumb terminal gets plain lines and the summary; NO_COLOR keeps the bar and drops the colours", async () => {
  await slowly();
  const dumb = await onTerminal("dumb", 100, { TERM: "dumb" });
  expect(dumb).not.toContain("\x1b");
  expect(dumb).toContain("  captured     5");
  const plain = await onTerminal("plain", 100, { NO_COLOR: "1" });
  expect(plain).toMatch(/\[[#-]{24}\]/);
  expect((plain.match(ESCAPE) ?? []).filter((each) => each.endsWith("m"))).toEqual([]);
}, 60_000);

test("in a pipe each line is an event in JSON, the last but one the summary, and nothing is drawn", async () => {
  await slowly();
  const run = await box.worker(["backup"], { variables: { ROOT_PREFIX: "pipe" } });
  expect(run.output).not.toContain("\x1b");
  const lines = run.output.trimEnd().split("\n");
  const events = lines.map((line) => JSON.parse(line));
  for (const event of events) {
    expect(event).toMatchObject({ time: expect.any(String), level: expect.any(String), event: expect.any(String) });
    expect(event.message).not.toBe("");
  }
  expect(events.map(({ event }) => event).slice(-2)).toEqual(["summary", "finished"]);
  const manifest = (await box.keys()).find((key) => key.startsWith("pipe/") && key.endsWith("manifest.json"));
  expect(events.at(-2)).toMatchObject({
    captured: 5,
    unavailable: 1,
    failed: 0,
    manifest: `s3://${BUCKETS.backups}/${manifest}`,
    failures: [{ repo: "acme/broken", outcome: "unavailable", code: "repository-blocked" }],
  });
  expect(events.at(-2).received_bytes).toBeGreaterThan(2_000_000);
  expect(events.at(-2).received_bytes).toBeGreaterThanOrEqual(events.at(-2).stored_bytes);
});

test("a fault of the settings, too, is one line of JSON", async () => {
  const run = await box.worker(["backup"], { variables: { S3_BUCKET: "" } });
  expect(
    run.output
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toMatchObject([{ event: "fatal" }]);
});

test("the run's record holds what the line was drawn from: sizes, bytes, when the captures began", async () => {
  const run = await box.worker(["backup"], { variables: { ROOT_PREFIX: "record", RUN_ID: "20260416T020000Z-record" } });
  expect(run.exitCode, run.output).toBe(0);
  const key = "runs/20260416T020000Z-record/run.json";
  const { progress } = runRecord.parse(JSON.parse((await box.object(key, BUCKETS.records)).toString("utf8")));
  expect(progress).toMatchObject({ done: 6, total: 6, current: [] });
  expect(progress?.size_total).toBeGreaterThan(0);
  expect(progress?.size_done).toBe(progress?.size_total);
  expect(Date.parse(progress?.since ?? "")).not.toBeNaN();
});
