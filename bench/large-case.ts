// One large repository: generated to look like an old, active one, or any bare repository given by path.
import { cp } from "node:fs/promises";
import path from "node:path";
import { Arena } from "./arena";
import { Contest, TRAILER_ONLY } from "./contest";
import { generatedRepository } from "./generate/repository-cache";
import { LARGE } from "./generate/sizes";
import type { Cost } from "./measure";
import { briefly, packStatistics } from "./pack-statistics";
import { ROUNDS } from "./scale";
import { type Row, report } from "./table";

export async function largeCase(given: string | undefined): Promise<void> {
  const source = given ?? (await generatedRepository("large", LARGE));
  const statistics = briefly(await packStatistics(source));
  const contest = new Contest(
    await Arena.open((organisation) => cp(source, path.join(organisation, "large.git"), { recursive: true })),
  );
  const costs: Record<"reference" | "inflated" | "trailer", Cost[]> = { reference: [], inflated: [], trailer: [] };
  try {
    for (let round = 0; round < ROUNDS; round++) {
      costs.reference.push(await contest.reference(await contest.newBucket(), "2026-01-01"));
      costs.inflated.push(await contest.ours(await contest.newBucket()));
      costs.trailer.push(await contest.ours({ ...(await contest.newBucket()), ...TRAILER_ONLY }));
    }
  } finally {
    await contest.arena.close();
  }
  const name = given ? path.basename(given, ".git") : "generated";
  const note = `${name}: ${statistics}`;
  const rows: Row[] = [
    {
      case: "every object inflated",
      reference: costs.reference,
      ours: costs.inflated,
      asked: { wall: 6, cpu: 8 },
      note,
    },
    {
      case: "trailer only",
      reference: costs.reference,
      ours: costs.trailer,
      asked: { wall: 8, cpu: 20 },
      connectivityOff: true,
      note,
    },
  ];
  report(given ? `large-${name}` : "large", rows);
}
