// The two demos that specs run on, one for each project of playwright.config.ts, and which of them is meant.
import { test } from "@playwright/test";
import type { SandboxUrls } from "@/sandbox/environment";

export interface Demo {
  console: string;
  /** Where it keeps everything. */
  data: string;
  urls: SandboxUrls;
  /** Of its first snapshot, which is called by it. Specs that run over midnight have another one. */
  day: string;
}

/** The variable in which the demos are handed to the specs: by the name of their project. */
export const DEMOS_VARIABLE = "E2E_DEMOS";

/** The demo of the test that asks. */
export function demo(): Demo {
  const demos: Record<string, Demo> = JSON.parse(process.env[DEMOS_VARIABLE] ?? "{}");
  const found = demos[test.info().project.name];
  if (!found) throw new Error(`no demo runs for the project "${test.info().project.name}"`);
  return found;
}
