import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { expect, type Page } from "@playwright/test";

interface Violation {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}

/** How long a table may take until it has measured itself and can be scrolled by the keyboard. */
const SETTLED_MS = 1500;

/** WCAG 2.2 AA as axe sees it: no violation on the page as it is now, or at the latest when it has settled. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  if ((await violationsOf(page)).length === 0) return;
  await page.waitForTimeout(SETTLED_MS);
  expect(await violationsOf(page)).toEqual([]);
}

async function violationsOf(page: Page) {
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: (root: Document, options: object) => Promise<{ violations: Violation[] }> };
    };
    const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    return (await axe.run(document, { runOnly })).violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map((node) => `${node.html.slice(0, 200)} ${node.failureSummary}`),
    }));
  });
}
