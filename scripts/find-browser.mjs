// A Chromium for the browser tests: the system's, else Debian's package, else Playwright's own download.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fail, run, say } from "./prepare.mjs";

const KNOWN = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/opt/google/chrome/chrome",
];

/** Path of a Chromium, or undefined when Playwright's own is to be used. Ends the process when there is none to be had. */
export async function findBrowser() {
  const found = KNOWN.find((file) => file && existsSync(file));
  if (found) return found;
  if (canApt()) {
    say("installing Chromium from Debian's packages");
    if ((await apt("chromium")) === 0 && existsSync("/usr/bin/chromium")) return "/usr/bin/chromium";
  }
  say("fetching Playwright's Chromium");
  if ((await run("npx", ["playwright", "install", "chromium"])) === 0) return undefined;
  return fail(
    "No Chromium could be had for the browser tests.",
    "Install one (Debian: apt-get install chromium) or set CHROMIUM_PATH to yours, then run `npm test` again.",
  );
}

/** Debian's aws CLI, a foreign client the stand-ins are checked with. Without it those tests say that they were skipped. */
export async function offerAwsCli() {
  if (!existsSync("/usr/bin/aws") && canApt()) {
    say("installing the aws CLI from Debian's packages");
    await apt("awscli");
  }
}

function canApt() {
  try {
    execFileSync("apt-get", ["--version"], { stdio: "ignore" });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}

async function apt(name) {
  const options = { stdio: ["ignore", "ignore", "inherit"], env: { DEBIAN_FRONTEND: "noninteractive" } };
  await run("apt-get", ["update", "-qq"], options);
  return run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], options);
}
