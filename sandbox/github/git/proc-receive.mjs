// @ts-check
// Git's proc-receive hook for restricted pushes: decides on every ref by itself, so that a refused one carries GitHub's
// own words in git's report while the others go through ("! [remote rejected] main -> main (refusing to allow ...)").
// Plain JavaScript because git starts it. The protocol is in `git help hooks`: pkt-lines on standard input and output.
import { spawnSync } from "node:child_process";
import { readSync, writeSync } from "node:fs";
import { violation } from "./rule-violations.mjs";

const ZERO = /^0+$/;

/** @typedef {{ old: string, new: string, ref: string }} Command */
/** @type {{ workflowRefusal?: string, rules: { pattern: string, reason: string }[] } & import("./rule-violations.mjs").Rules} */
const restrictions = JSON.parse(process.env.SANDBOX_PUSH_RESTRICTIONS ?? "");

const [greeting = ""] = readSection();
const atomic = / ?atomic/.test(greeting.split("\0")[1] ?? "");
writePacket(`version=1${atomic ? "\0atomic" : ""}`);
writeSync(1, "0000");

/** @type {Command[]} */
const commands = readSection().map((line) => {
  const [from = "", to = "", ...ref] = line.trimEnd().split(" ");
  return { old: from, new: to, ref: ref.join(" ") };
});
const refusals = commands.map((command) => refusalOf(command));
const doomed = atomic && refusals.some((refusal) => refusal !== undefined);
commands.forEach((command, at) => {
  const refusal = refusals[at] ?? (doomed ? "atomic push failure" : update(command));
  writePacket(refusal === undefined ? `ok ${command.ref}` : `ng ${command.ref} ${refusal}`);
});
writeSync(1, "0000");

/** Why the ref must not be updated; undefined when it may. @param {Command} command */
function refusalOf(command) {
  const rule = restrictions.rules.find(({ pattern }) => new RegExp(pattern).test(command.ref));
  if (rule) return rule.reason;
  if (ZERO.test(command.new)) return undefined;
  const violated = violation(command, restrictions, (...args) => git(...args).stdout);
  if (violated) {
    process.stderr.write(`${violated}\n`);
    return "push declined due to repository rule violations";
  }
  if (!restrictions.workflowRefusal) return undefined;
  const workflow = changedWorkflow(command.new);
  return workflow && restrictions.workflowRefusal.replace("%s", workflow);
}

/** The first workflow file that a commit new to this repository adds or changes. @param {string} tip */
function changedWorkflow(tip) {
  const commit = git("rev-parse", "--quiet", "--verify", `${tip}^{commit}`);
  // A tag of something else than a commit holds no workflow.
  if (commit.status !== 0) return undefined;
  const format = ["--format=", "--name-only", "-z", "--diff-filter=ACMRT", "-c"];
  const range = [commit.stdout.trim(), "--not", "--all", "--", ".github/workflows"];
  const { status, stdout } = git("log", ...format, ...range);
  if (status !== 0) throw new Error(`git log ended with ${status}; the push cannot be judged and is refused`);
  return stdout.split("\0").find((name) => name !== "");
}

/** Does what git itself would have done; gives back the refusal. @param {Command} command */
function update(command) {
  const deleting = ZERO.test(command.new);
  if (deleting && git("symbolic-ref", "--quiet", "HEAD").stdout.trim() === command.ref) {
    return "refusing to delete the current branch";
  }
  const { status } = deleting
    ? git("update-ref", "-d", command.ref, command.old)
    : git("update-ref", command.ref, command.new, command.old);
  return status === 0 ? undefined : "failed to update ref";
}

/** @param {...string} args */
function git(...args) {
  const { status, stdout, error } = spawnSync("git", args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  return { status, stdout };
}

/** The packets up to the next flush. */
function readSection() {
  /** @type {string[]} */
  const packets = [];
  for (;;) {
    const length = Number.parseInt(readExactly(4).toString("latin1"), 16);
    if (length === 0) return packets;
    if (!(length >= 4)) throw new Error(`git sent a packet of length ${length}; its proc-receive protocol has changed`);
    packets.push(
      readExactly(length - 4)
        .toString("utf8")
        .replace(/\n$/, ""),
    );
  }
}

/** @param {number} size */
function readExactly(size) {
  const bytes = Buffer.alloc(size);
  let filled = 0;
  while (filled < size) {
    const read = readSync(0, bytes, filled, size - filled, null);
    if (read === 0) throw new Error("git closed the pipe in the middle of a packet");
    filled += read;
  }
  return bytes;
}

/** @param {string} text */
function writePacket(text) {
  const bytes = Buffer.from(text);
  writeSync(1, Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, "0")), bytes]));
}
