// One large repository: generated with deltas as of real files, or any bare repository given by path.
import { cp } from "node:fs/promises";
import path from "node:path";
import { FastImport, runGit } from "@/sandbox/seed/fast-import";
import { Random } from "@/sandbox/seed/random";
import { Arena } from "./arena";
import { type Cost, measure } from "./measure";
import { median, type Row, report } from "./table";

const WORKER = path.resolve("dist/worker/main.mjs");
const ROUNDS = 3;

export async function largeCase(given: string | undefined): Promise<void> {
  const arena = await Arena.open(async (organisation) => {
    const repository = path.join(organisation, "large.git");
    if (given) await cp(given, repository, { recursive: true });
    else await generate(repository);
  });
  const rows: Row[] = [];
  try {
    const costs: Record<"reference" | "inflated" | "trailer", Cost[]> = { reference: [], inflated: [], trailer: [] };
    let buckets = 0;
    const env = () => arena.client(`bench-${++buckets}`);
    for (let round = 0; round < ROUNDS; round++) {
      costs.reference.push(
        await measure(process.execPath, ["--import", "tsx", "bench/reference.ts"], {
          env: { ...(await env()), BENCH_DAY: "2026-01-01" },
          scratch: arena.scratch,
        }),
      );
      costs.inflated.push(
        await measure(process.execPath, [WORKER, "backup"], { env: await env(), scratch: arena.scratch }),
      );
      costs.trailer.push(
        await measure(process.execPath, [WORKER, "backup"], {
          env: { ...(await env()), CHECK_OBJECTS: "false" },
          scratch: arena.scratch,
        }),
      );
    }
    const size = `${((await arena.bundleBytes("bench-1")) / 1024 ** 2).toFixed(0)} MiB bundle`;
    const reference = median(costs.reference);
    rows.push({
      case: "every object inflated",
      reference,
      ours: median(costs.inflated),
      target: "wall 6x, CPU 8x, RSS < 250 MB",
      note: size,
    });
    rows.push({ case: "trailer only", reference, ours: median(costs.trailer), target: "wall 8x, CPU 20x", note: size });
  } finally {
    await arena.close();
  }
  report("large", rows);
}

/** About 400 MiB packed: many versions of text files, whose deltas git finds, and some data that does not compress. */
async function generate(repository: string): Promise<void> {
  await runGit(["init", "--quiet", "--bare", "-b", "main", repository]);
  const random = new Random(99);
  const files = Array.from({ length: 400 }, () => Array.from({ length: 600 }, () => word(random)));
  let parent: number[] = [];
  // In batches, so that the stream of a batch fits into memory.
  for (let batch = 0; batch < 40; batch++) {
    const stream = new FastImport();
    for (let count = 0; count < 250; count++) {
      const number = batch * 250 + count;
      const changed: Record<string, Buffer | string> = {};
      for (let edits = 0; edits < 4; edits++) {
        const index = random.between(0, files.length - 1);
        const lines = files[index] ?? [];
        for (let line = 0; line < 12; line++) lines[random.between(0, lines.length - 1)] = word(random);
        changed[`src/module-${index % 20}/file-${index}.ts`] = `${lines.join("\n")}\n`;
      }
      if (number % 10 === 0) changed[`assets/${number}.bin`] = random.bytes(300_000);
      const onto = batch > 0 && count === 0 ? "refs/heads/main" : undefined;
      parent = [
        stream.commit({
          ref: "refs/heads/main",
          message: `change ${number}`,
          author: "Ada Acme",
          time: 1_700_000_000 + number * 600,
          parents: parent,
          onto,
          files: changed,
        }),
      ];
    }
    parent = [];
    await stream.writeTo(repository);
  }
  await runGit(["-C", repository, "repack", "-adbq", "--window=10", "--depth=50"]);
}

const word = (random: Random) =>
  `  const value${random.between(0, 99_999)} = compute(${random.between(0, 1e9).toString(36)}, "${random.between(0, 1e9).toString(36)}");`;
