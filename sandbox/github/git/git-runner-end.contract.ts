import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { GitRunner } from "./git-runner";

/** The helper's process id: the only child of this process that runs start-git.mjs. */
function helperOf(pid: number): number {
  const lines = execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(pid)], { encoding: "utf8" }).split("\n");
  return Number(/^\s*(\d+)/.exec(lines.find((line) => line.includes("start-git.mjs")) ?? "")?.[1]);
}

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** A runner whose helper has done something already. */
async function atWork(): Promise<GitRunner> {
  const runner = await GitRunner.open();
  const job = await runner.start("git", ["version"], process.env);
  job.output.resume();
  await job.closed;
  return runner;
}

test("Ctrl-C, which reaches the helper as well, leaves it to the server to end; one that is gone is no trouble", async () => {
  const runner = await atWork();
  const helper = helperOf(process.pid);
  process.kill(helper, "SIGINT");
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(alive(helper)).toBe(true);
  await runner.close();
  expect(alive(helper)).toBe(false);

  const another = await atWork();
  process.kill(helperOf(process.pid), "SIGKILL");
  await new Promise((resolve) => setTimeout(resolve, 300));
  await another.close();
});
