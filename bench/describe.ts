import path from "node:path";
import { generatedRepository } from "./generate/repository-cache";
import { LARGE, MEDIUM } from "./generate/sizes";
import { packStatistics, STATISTICS_HEAD, statisticsRow } from "./pack-statistics";
import { markdownTable } from "./report";

/** Prints what packs are made of: to hold the generated ones against real ones. */
export async function describe(given: string | undefined): Promise<void> {
  const repositories = given
    ? [given]
    : [await generatedRepository("medium", MEDIUM), await generatedRepository("large", LARGE)];
  const rows: string[][] = [];
  for (const each of repositories) rows.push(statisticsRow(path.basename(each, ".git"), await packStatistics(each)));
  process.stdout.write(`${markdownTable(STATISTICS_HEAD, rows)}\n`);
}
