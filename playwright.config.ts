import { defineConfig } from "@playwright/test";

/** Specs that make backups, restore, and change what is on GitHub. They tell one story, in the order of their names. */
const STORY =
  /\/(1-first-day|2-broken|approvals|drills|keyboard|legal-hold|primary-away|restore-|standby|verify|wiped|z-).*\.spec\.ts$/;

// Each project has a demo of its own and one worker, for its specs share a sandbox; the two go on side by side. Chromium is
// the system's where there is one.
export default defineConfig({
  testDir: "e2e",
  projects: [
    { name: "backups", testMatch: STORY, workers: 1 },
    { name: "console", testMatch: "**/*.spec.ts", testIgnore: STORY, workers: 1 },
  ],
  timeout: 90_000,
  expect: { timeout: 15_000 },
  fullyParallel: false,
  workers: 2,
  retries: 0,
  outputDir: "test-results/e2e",
  reporter: [["list"]],
  globalSetup: "./e2e/global-setup.ts",
  use: {
    viewport: { width: 1440, height: 900 },
    // Recording everything takes as long as the pages themselves: only what failed is looked at that closely.
    trace: "on-first-retry",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? undefined,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
});
