// What both commands of the README need before anything else: a Node that is new enough, git, and the packages. Plain
// JavaScript without packages, for it runs before they are there.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Ends the process with a sentence and what to do. */
export function fail(sentence, hint) {
  process.stderr.write(`\n${sentence}\n${hint}\n`);
  process.exit(1);
}

export function say(line) {
  process.stdout.write(`${line}\n`);
}

/** The Node the packages bring (24), or the one that runs this. */
export function nodeBinary() {
  const bundled = path.join(ROOT, "node_modules/.bin/node");
  return existsSync(bundled) ? bundled : process.execPath;
}

/** Runs a program, its output shown; resolves to the exit code. `ends`: signals to this process that are handed on to it. */
export function run(command, args, options = {}) {
  const bin = path.join(ROOT, "node_modules/.bin");
  const env = {
    ...process.env,
    PATH: `${bin}${path.delimiter}${process.env.PATH}`,
    NEXT_TELEMETRY_DISABLED: "1",
    ...options.env,
  };
  return new Promise((resolve) => {
    const { ends = [], ...rest } = options;
    const child = spawn(command, args, { cwd: ROOT, stdio: "inherit", ...rest, env });
    for (const signal of ends) process.on(signal, () => child.kill(signal));
    child.once("error", (error) =>
      resolve(fail(`${command} cannot be started: ${error.message}`, "Check that it is installed.")),
    );
    child.once("exit", (code, signal) => resolve(code ?? (signal ? 130 : 1)));
  });
}

export function checkMachine() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  // On Linux the packages bring Node 24, and this one only has to install them; elsewhere everything runs on this one.
  const bringsNode = process.platform === "linux" && ["x64", "arm64"].includes(process.arch);
  const needed = bringsNode ? "20.19" : "22.15";
  const [neededMajor = 0, neededMinor = 0] = needed.split(".").map(Number);
  if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
    fail(
      `This is Node ${process.versions.node}; ${needed} or newer is needed.`,
      "Install a newer Node (https://nodejs.org), then run the command again.",
    );
  }
  try {
    const version = execFileSync("git", ["--version"], { encoding: "utf8" });
    const [gitMajor = 0, gitMinor = 0] = (/(\d+)\.(\d+)/.exec(version)?.slice(1) ?? []).map(Number);
    if (gitMajor < 2 || (gitMajor === 2 && gitMinor < 34))
      fail(`This is ${version.trim()}; 2.34 or newer is needed.`, "Update git, then run the command again.");
  } catch {
    fail(
      "git is not installed.",
      "Install it (Debian: apt-get install git; macOS: xcode-select --install), then run the command again.",
    );
  }
}

/** Installs the packages of the lock file, unless just those are there. */
export async function installPackages() {
  const lock = path.join(ROOT, "package-lock.json");
  const stamp = path.join(ROOT, "node_modules/.holdfast-lock");
  const wanted = readFileSync(lock, "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  say("installing packages (about a minute the first time)");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const code = await run(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (code !== 0)
    fail(
      "The packages could not be installed; npm's words stand above.",
      "Check the network, then run the command again.",
    );
  writeFileSync(stamp, wanted);
}

/** Newest change among the files that go into a build. */
export function newestSource(paths) {
  const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "--", ...paths], {
    cwd: ROOT,
    encoding: "utf8",
  })
    .split("\n")
    .filter(Boolean);
  return Math.max(
    0,
    ...files.map((file) => (existsSync(path.join(ROOT, file)) ? statSync(path.join(ROOT, file)).mtimeMs : 0)),
  );
}

/** Builds worker and console, unless what was built is newer than every source. Returns whether they are there. */
export async function buildAll() {
  const built = path.join(ROOT, ".next/standalone/server.js");
  const worker = path.join(ROOT, "dist/worker/main.mjs");
  const sources = newestSource([
    "app",
    "components",
    "indexer",
    "lib",
    "worker",
    "proxy.ts",
    "instrumentation.ts",
    "next.config.js",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
  ]);
  if ([built, worker].every((file) => existsSync(file) && statSync(file).mtimeMs > sources)) return true;
  say("building worker and console (under a minute)");
  return (await run("npm", ["run", "--silent", "build"], { env: canaries() })) === 0;
}

/** Secrets that a build machine may have; e2e/no-secrets.spec.ts looks for their values in what browsers load. */
const canaries = () =>
  Object.fromEntries(
    ["NEXTAUTH_SECRET", "GITHUB_OAUTH_CLIENT_SECRET", "OIDC_CLIENT_SECRET", "AWS_SECRET_ACCESS_KEY"].map((name) => [
      name,
      `build-canary-${name.toLowerCase()}`,
    ]),
  );
