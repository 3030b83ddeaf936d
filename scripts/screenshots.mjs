// `npm run screenshots`: starts the demo with a fresh directory and makes the pictures in docs/images of its pages.
import { buildAll, checkMachine, installPackages, run } from "./prepare.mjs";

checkMachine();
await installPackages();
const { findBrowser } = await import("./find-browser.mjs");
if (!(await buildAll())) process.exit(1);
const browser = await findBrowser();
const env = browser ? { CHROMIUM_PATH: browser } : {};
process.exit(await run("npx", ["playwright", "test", "--config", "e2e/pictures/playwright.config.ts"], { env }));
