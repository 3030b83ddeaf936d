import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Cost } from "./measure";

export interface Row {
  case: string;
  reference?: Cost;
  ours: Cost;
  /** What is asked of the ratio of wall clocks, as text. */
  target: string;
  note?: string;
}

/** Prints a markdown table of medians and ratios, and keeps it under bench/results. */
export function report(name: string, rows: Row[]): void {
  const head =
    "| case | reference wall | ours wall | ratio | CPU ratio | reference RSS | ours RSS | reference scratch | ours scratch | target | note |";
  const lines = rows.map(({ case: what, reference, ours, target, note }) => {
    const seconds = (cost?: Cost) => (cost ? `${cost.wallSeconds.toFixed(2)} s` : "");
    const mib = (value?: number) => (value === undefined ? "" : `${value.toFixed(0)} MiB`);
    const ratio = (of: (cost: Cost) => number) => (reference ? `${(of(reference) / of(ours)).toFixed(1)}x` : "");
    const cells = [
      what,
      seconds(reference),
      seconds(ours),
      ratio((cost) => cost.wallSeconds),
      ratio((cost) => cost.cpuSeconds),
      mib(reference?.peakRssMiB),
      mib(ours.peakRssMiB),
      mib(reference?.peakScratchMiB),
      mib(ours.peakScratchMiB),
      target,
      note ?? "",
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const text = [head, `|${"---|".repeat(11)}`, ...lines, ""].join("\n");
  process.stdout.write(`\n${text}`);
  mkdirSync("bench/results", { recursive: true });
  writeFileSync(path.join("bench/results", `${name}.md`), `# ${name}\n\n${MEANING}\n\n${text}`);
}

const MEANING =
  "Medians of runs in turn on the same machine and the same sandbox, whose servers share its cores: read ratios, not seconds. A ratio above 1 says how many times less ours takes. RSS is of the largest single process.";

export function median(costs: Cost[]): Cost {
  const middle = (of: (cost: Cost) => number) =>
    costs.map(of).sort((a, b) => a - b)[Math.floor(costs.length / 2)] ?? Number.NaN;
  return {
    wallSeconds: middle((cost) => cost.wallSeconds),
    cpuSeconds: middle((cost) => cost.cpuSeconds),
    peakRssMiB: middle((cost) => cost.peakRssMiB),
    peakScratchMiB: middle((cost) => cost.peakScratchMiB),
  };
}
