import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") };
const project = (name: string, include: string[], testTimeout: number, globalSetup: string[] = [], isolate = true) => ({
  resolve: { alias },
  test: {
    name,
    include,
    exclude: ["node_modules/**", "dist/**", ".next/**"],
    testTimeout,
    hookTimeout: testTimeout,
    environment: "node" as const,
    globalSetup,
    isolate,
  },
});

// unit: no servers. contract: real servers, real git, real processes. infra: CDK synthesis.
export default defineConfig({
  test: {
    // Two cores are what CI has, and most contracts wait for their servers: one file at a time would leave a core idle.
    maxWorkers: 2,
    projects: [
      project("unit", ["{lib,indexer,worker,app,components,sandbox,scripts,e2e}/**/*.test.{ts,tsx}"], 20_000),
      project("contract", ["{lib,indexer,worker,app,sandbox}/**/*.contract.ts"], 120_000, [
        "sandbox/testing/build-worker.ts",
      ]),
      project("infra", ["infra/**/*.spec.ts"], 120_000, [], false),
    ],
  },
});
