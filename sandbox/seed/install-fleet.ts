import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { ORGANISATION } from "../names";
import { writeFileDurably } from "../shared/atomic-file";
import type { DemoRepository } from "./demo-fleet";
import { writeFleet } from "./write-fleet";

const SEED = 20_260_416;

/** Makes the demo fleet below `dataDir` unless the organisation's directory is there already. */
export async function writeDemoFleet(
  dataDir: string,
  repositories: readonly DemoRepository[],
  tell: (line: string) => void,
): Promise<void> {
  const directory = path.join(dataDir, "github", ORGANISATION);
  if (repositories.length === 0 || existsSync(directory)) return;
  tell(`making ${repositories.length} demo repositories`);
  // Written beside and moved: a start that was killed half-way begins anew.
  const temporary = path.join(dataDir, "fleet.tmp");
  await rm(temporary, { recursive: true, force: true });
  await writeFleet({ directory: temporary, repositories, seed: SEED, until: Math.floor(Date.now() / 1000) - 3600 });
  await mkdir(path.dirname(directory), { recursive: true });
  await rename(temporary, directory);
}

/** What a bare repository cannot say of itself: descriptions, archived, blocked, renamed. */
export async function markRepositories(
  dataDir: string,
  githubUrl: string,
  repositories: readonly DemoRepository[],
): Promise<void> {
  const marked = path.join(dataDir, "fleet-marked");
  if (repositories.length === 0 || existsSync(marked)) return;
  for (const { name, formerName, description, archived, blocked } of repositories) {
    const body = {
      organisation: ORGANISATION,
      name: formerName ?? name,
      description,
      archived,
      blocked,
      renameTo: formerName ? name : undefined,
    };
    const answer = await fetch(`${githubUrl}/_sandbox/repositories`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok)
      throw new Error(`the sandbox's GitHub refused to mark ${name}: ${answer.status} ${await answer.text()}`);
  }
  await writeFileDurably(marked, "");
}
