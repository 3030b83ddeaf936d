// A restore against the hand-made one: `aws s3 cp`, `git clone --mirror` of the bundle, `git push` of branches and tags into
// a repository that was made before. And many repositories with one command.
import { execFileSync } from "node:child_process";
import { cp } from "node:fs/promises";
import path from "node:path";
import { APPS, BUCKETS, ORGANISATION } from "@/sandbox/names";
import { writeFleet } from "@/sandbox/seed/write-fleet";
import { Arena } from "./arena";
import { WORKER } from "./built-worker";
import { generatedRepository } from "./generate/repository-cache";
import { MEDIUM } from "./generate/sizes";
import { type Cost, measure, median } from "./measure";
import { briefly, packStatistics } from "./pack-statistics";
import { markdownTable, publish, verdict } from "./report";
import { ROUNDS, SCALE } from "./scale";
import { megabytes } from "./table";

/** Wall clock of the restore over that of the hand-made sequence, at most. */
const ASKED = 1.3;
const MANY = Math.max(4, Math.round(100 * SCALE));

const MEANING =
  "By hand: one shell runs `aws s3 cp` of the bundle, `git clone --mirror`, and one `git push` of branches and tags into an empty repository that was created before; it checks nothing. Restore: the whole worker process, from Node's start through the plan, GitHub's answers, the SHA-256, every object and every ref checked, the creation, the push, the comparison over the wire and the receipt. Medians of runs in turn.";

export async function restoreCase(given: string | undefined): Promise<void> {
  const source = given ?? (await generatedRepository("medium", MEDIUM));
  publish(given ? `restore-${path.basename(given, ".git")}` : "restore", [
    MEANING,
    await oneByHand(source),
    ...(given ? [] : [await many()]),
  ]);
}

async function oneByHand(source: string): Promise<string> {
  const statistics = briefly(await packStatistics(source));
  const arena = await Arena.open((organisation) =>
    cp(source, path.join(organisation, "measured.git"), { recursive: true }),
  );
  const hand: Cost[] = [];
  const ours: Cost[] = [];
  try {
    const env = await backedUp(arena);
    const key = bundleKey(env);
    for (let round = 0; round < ROUNDS; round++) {
      hand.push(await byHand(arena, env, key, `by-hand-${round}`));
      ours.push(await restore(arena, env, ["--repository", name("measured"), "--target", name(`restored-${round}`)]));
    }
    for (let round = 0; round < ROUNDS; round++) checkSame(arena, "measured", `restored-${round}`);
    checkSame(arena, "measured", "by-hand-0");
  } finally {
    await arena.close();
  }
  const [theirs, mine] = [median(hand), median(ours)];
  const ratio = mine.wallSeconds / theirs.wallSeconds;
  return markdownTable(
    ["repository", "by hand", "restore", "restore / by hand", "asked", "CPU", "RSS", "scratch", "rounds"],
    [
      [
        statistics,
        `${theirs.wallSeconds.toFixed(2)} s`,
        `${mine.wallSeconds.toFixed(2)} s`,
        `${ratio.toFixed(2)}x`,
        verdict(`at most ${ASKED}x`, ratio <= ASKED),
        `${theirs.cpuSeconds.toFixed(1)} s by hand, ${mine.cpuSeconds.toFixed(1)} s`,
        megabytes(mine.peakRssBytes),
        megabytes(mine.peakScratchBytes),
        String(ROUNDS),
      ],
    ],
  );
}

/** As many as one click restores, at GitHub's pace and without it. */
async function many(): Promise<string> {
  const names = Array.from({ length: MANY }, (_, index) => `repo-${String(index).padStart(3, "0")}`);
  const arena = await Arena.open((directory) =>
    writeFleet({
      directory,
      repositories: names.map((each, index) => ({
        name: each,
        description: "",
        history: { commits: 20 + ((index * 37) % 100), openBranches: index % 6, releases: index % 8 },
      })),
      seed: 3,
      until: 1_780_000_000,
    }),
  );
  const rows: string[][] = [];
  try {
    const env = await backedUp(arena);
    for (const pacing of ["off", "on"]) {
      const cost = await restore(arena, { ...env, GITHUB_PACING: pacing }, ["--all", "--prefix", `${pacing}-`]);
      for (const each of names) checkSame(arena, each, `${pacing}-${each}`);
      rows.push([
        `${MANY} small repositories`,
        pacing === "on" ? "GitHub's pace kept" : "as fast as it goes",
        `${cost.wallSeconds.toFixed(1)} s`,
        `${(cost.wallSeconds / MANY).toFixed(2)} s`,
        `${cost.cpuSeconds.toFixed(1)} s`,
        megabytes(cost.peakRssBytes),
        "every ref equal",
      ]);
    }
  } finally {
    await arena.close();
  }
  return markdownTable(["restored at once", "pace", "wall", "each", "CPU", "RSS", "compared afterwards"], rows);
}

/** The variables of a worker and of the aws CLI, with one snapshot of everything in the bucket. */
async function backedUp(arena: Arena): Promise<Record<string, string>> {
  const env = { ...(await arena.client("bench-restore")), RECORDS_BUCKET: BUCKETS.records };
  await measure(process.execPath, [WORKER, "backup"], { env });
  return env;
}

function bundleKey(env: Record<string, string>): string {
  const listed = execFileSync("aws", ["s3", "ls", "--recursive", `s3://${env.S3_BUCKET}/`, ...endpoint(env)], {
    env: env as NodeJS.ProcessEnv,
    encoding: "utf8",
  });
  const key = /\S+\/measured(\.\S+)?\.bundle/.exec(listed)?.[0];
  if (!key) throw new Error(`there is no bundle\n${listed}`);
  return key;
}

function restore(arena: Arena, env: Record<string, string>, what: string[]): Promise<Cost> {
  const snapshot = new Date().toISOString().slice(0, 10);
  const args = [WORKER, "restore", "--snapshot", snapshot, ...what];
  return measure(process.execPath, args, { env: { ...env, SCRATCH_DIR: arena.scratch }, scratch: arena.scratch });
}

/** What somebody with the runbook types. The repository is made before the clock starts, the token minted as well. */
async function byHand(arena: Arena, env: Record<string, string>, key: string, target: string): Promise<Cost> {
  const token = await arena.token(APPS.restore);
  await arena.create(target);
  const url = new URL(`${arena.urls.github}/${name(target)}.git`);
  Object.assign(url, { username: "x-access-token", password: token });
  const script = `set -e
cd "$(mktemp -d "$BENCH_SCRATCH/hand-XXXXXX")"
aws s3 cp --no-progress "s3://$S3_BUCKET/$1" repository.bundle $3 $4
git clone --quiet --mirror repository.bundle mirror.git
git -C mirror.git push --quiet "$2" 'refs/heads/*:refs/heads/*' 'refs/tags/*:refs/tags/*'
cd / && rm -r "$BENCH_SCRATCH"/hand-*
`;
  return measure("bash", ["-c", script, "bash", key, url.toString(), ...endpoint(env)], {
    env,
    scratch: arena.scratch,
  });
}

/** Older versions of the CLI do not look at the variable. */
const endpoint = (env: Record<string, string>) => ["--endpoint-url", env.AWS_ENDPOINT_URL_S3 ?? ""];

const name = (repository: string) => `${ORGANISATION}/${repository}`;

/** A fast restore that is wrong is none. */
function checkSame(arena: Arena, source: string, target: string): void {
  const refs = (repository: string) => {
    const format = ["for-each-ref", "--format=%(objectname) %(refname)", "refs/heads", "refs/tags"];
    return execFileSync("git", ["-C", arena.repository(repository), ...format], { encoding: "utf8" });
  };
  if (refs(source) !== refs(target)) throw new Error(`${target} is not ${source}`);
}
