// The organisation whose month is simulated: sizes and activity as unequal as in a real one.
import { cp } from "node:fs/promises";
import path from "node:path";
import { generatedRepository } from "../generate/repository-cache";
import { sizeOf } from "../generate/sizes";

export interface Member {
  name: string;
  /** In its history when the month begins. */
  commits: number;
  /** Commits to the default branch on an ordinary day, on average; 0 for one that nobody touches any more. */
  daily: number;
}

export const FLEET: readonly Member[] = [
  { name: "monolith", commits: 9000, daily: 20 },
  { name: "web", commits: 6000, daily: 14 },
  { name: "api", commits: 3500, daily: 10 },
  { name: "mobile", commits: 3000, daily: 6 },
  { name: "data", commits: 2000, daily: 5 },
  { name: "infra", commits: 1500, daily: 4 },
  { name: "billing", commits: 1500, daily: 2 },
  { name: "auth", commits: 1200, daily: 2 },
  { name: "search", commits: 1200, daily: 1 },
  { name: "design", commits: 800, daily: 1 },
  { name: "docs", commits: 700, daily: 2 },
  { name: "jobs", commits: 600, daily: 1 },
  { name: "sdk", commits: 500, daily: 0.5 },
  { name: "tools", commits: 300, daily: 0.3 },
  { name: "legacy", commits: 2000, daily: 0 },
  { name: "attic", commits: 400, daily: 0 },
];

export async function writeFleet(organisation: string): Promise<void> {
  for (const [index, { name, commits }] of FLEET.entries()) {
    const source = await generatedRepository(name, sizeOf(100 + index, commits));
    await cp(source, path.join(organisation, `${name}.git`), { recursive: true });
  }
}
