// How much longer a capture takes than the bare transfer of the same pack: curl posts the worker's own fetch request and
// throws the answer away. It checks, hashes and stores nothing, and has neither Node's start nor the App's sign-in to do:
// no capture can be faster.
import { execFileSync } from "node:child_process";
import { cp, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { ORGANISATION } from "@/sandbox/names";
import { Arena } from "./arena";
import { Contest, TRAILER_ONLY } from "./contest";
import { generatedRepository } from "./generate/repository-cache";
import { LARGE, MEDIUM } from "./generate/sizes";
import { type Cost, measure, median } from "./measure";
import { briefly, packStatistics } from "./pack-statistics";
import { markdownTable, publish, verdict } from "./report";
import { ROUNDS } from "./scale";
import { memory, scratch } from "./table";

/** Wall clock of the capture over that of the bare transfer, at most. */
const ASKED = 1.15;

export async function transferCase(given: string | undefined): Promise<void> {
  const sources = given
    ? [given]
    : [await generatedRepository("medium", MEDIUM), await generatedRepository("large", LARGE)];
  const rows: string[][] = [];
  for (const source of sources) rows.push(...(await compare(source)));
  publish(given ? `transfer-${path.basename(given, ".git")}` : "transfer", [MEANING, markdownTable(HEAD, rows)]);
}

const HEAD = [
  "repository",
  "capture",
  "bare wall",
  "capture wall",
  "capture / bare",
  "asked",
  "bare CPU",
  "capture CPU",
  "servers' CPU (bare, capture)",
  "capture RSS",
  "capture scratch",
  "rounds",
];

const MEANING =
  "Bare: one curl process posts the same fetch request to the same server and writes the answer to /dev/null; it does nothing else, so it is the lower bound. Capture: the whole worker process, from Node's start through sign-in, refs, pack, checks and upload to the manifest. Medians of runs in turn; CPU is of the process alone; that of the servers, which compete for the cores, stands beside it.";

async function compare(source: string): Promise<string[][]> {
  const statistics = await packStatistics(source);
  const arena = await Arena.open((organisation) =>
    cp(source, path.join(organisation, "measured.git"), { recursive: true }),
  );
  const contest = new Contest(arena);
  const costs: Record<"bare" | "inflated" | "trailer", Cost[]> = { bare: [], inflated: [], trailer: [] };
  try {
    const request = await writeRequest(arena);
    for (let round = 0; round < ROUNDS; round++) {
      costs.bare.push(await bareTransfer(arena, request, statistics.packedBytes));
      costs.inflated.push(await contest.ours(await contest.newBucket()));
      costs.trailer.push(await contest.ours({ ...(await contest.newBucket()), ...TRAILER_ONLY }));
    }
  } finally {
    await arena.close();
  }
  const bare = median(costs.bare);
  return (["inflated", "trailer"] as const).map((kind) => {
    const capture = median(costs[kind]);
    const ratio = capture.wallSeconds / bare.wallSeconds;
    return [
      briefly(statistics),
      kind === "inflated" ? "every object inflated" : "trailer only",
      `${bare.wallSeconds.toFixed(2)} s`,
      `${capture.wallSeconds.toFixed(2)} s`,
      `${ratio.toFixed(2)}x`,
      verdict(`at most ${ASKED}x`, ratio <= ASKED),
      `${bare.cpuSeconds.toFixed(1)} s`,
      `${capture.cpuSeconds.toFixed(1)} s`,
      `${bare.serverCpuSeconds.toFixed(1)} s, ${capture.serverCpuSeconds.toFixed(1)} s`,
      memory(capture),
      scratch(capture, kind === "trailer"),
      String(ROUNDS),
    ];
  });
}

/** The request the worker makes for a first backup: every ref but the merges GitHub recomputes, nothing held already. */
async function writeRequest(arena: Arena): Promise<string> {
  const refs = execFileSync(
    "git",
    ["-C", arena.repository("measured"), "for-each-ref", "--format=%(objectname) %(refname)"],
    {
      encoding: "utf8",
      maxBuffer: 1 << 28,
    },
  );
  const wanted = refs.split("\n").filter((line) => line && !/ refs\/pull\/\d+\/merge$/.test(line));
  const wants = new Set(wanted.map((line) => line.split(" ")[0]));
  const lines = ["ofs-delta\n", "no-progress\n", ...[...wants].map((oid) => `want ${oid}\n`), "done\n"];
  const command = ["command=fetch\n", "agent=bare-transfer\n", "object-format=sha1\n"];
  const body = `${command.map(packetLine).join("")}0001${lines.map(packetLine).join("")}0000`;
  const file = arena.beside("request.gz");
  await writeFile(file, gzipSync(body, { level: 1 }));
  return file;
}

const packetLine = (text: string) => (text.length + 4).toString(16).padStart(4, "0") + text;

async function bareTransfer(arena: Arena, request: string, packedBytes: number): Promise<Cost> {
  const token = await arena.token();
  const url = `${arena.urls.github}/${ORGANISATION}/measured.git/git-upload-pack`;
  const headers = [
    "Git-Protocol: version=2",
    "Content-Type: application/x-git-upload-pack-request",
    "Content-Encoding: gzip",
    "Accept: application/x-git-upload-pack-result",
  ].flatMap((each) => ["--header", each]);
  const args = ["--silent", "--show-error", "--fail", "--user", `x-access-token:${token}`, ...headers];
  const told = ["--data-binary", `@${request}`, "--output", "/dev/null", "--write-out", "%{size_download}"];
  let output = "";
  const cost = await measure("curl", [...args, ...told, url], {
    env: { PATH: process.env.PATH ?? "" },
    serverCpu: () => arena.serverCpu(),
    onOutput: (text) => {
      output += text;
    },
  });
  // A refusal is short. What cannot be reached by any ref is not sent, so it is not quite the whole pack.
  if (Number(output) < packedBytes * 0.5)
    throw new Error(`the bare transfer got ${output} bytes of a pack of ${packedBytes}`);
  return cost;
}
