import { defineConfig } from "@playwright/test";
import base from "../../playwright.config";

export default defineConfig({
  ...base,
  testDir: ".",
  projects: [{ name: "pictures", testMatch: "**/every-*.ts" }],
  outputDir: "../../test-results/pictures",
  globalSetup: "../global-setup.ts",
});
