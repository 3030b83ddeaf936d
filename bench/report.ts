// Markdown tables: printed, and kept under bench/results.
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { SCALE } from "./scale";

export function markdownTable(head: string[], rows: string[][]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Prints the parts, and keeps them as a result unless the benchmark ran small. */
export function publish(name: string, parts: string[]): void {
  const text = `# ${name}\n\n${[machine(), ...parts].join("\n\n")}\n`;
  process.stdout.write(`\n${text}`);
  if (SCALE !== 1) {
    process.stdout.write(`\nBENCH_SCALE is ${SCALE}: not kept\n`);
    return;
  }
  mkdirSync("bench/results", { recursive: true });
  writeFileSync(path.join("bench/results", `${name}.md`), text);
}

/** What the numbers were taken on. */
function machine(): string {
  const cores = availableParallelism();
  return `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cores} cores. The sandbox's servers (git, GitHub's API, S3) share these cores with what is measured: read ratios, not seconds.`;
}

/** "6x: met" or "6x: missed". */
export function verdict(asked: string, met: boolean): string {
  return `${asked}: ${met ? "met" : "**missed**"}`;
}
