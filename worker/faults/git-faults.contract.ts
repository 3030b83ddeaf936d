// What GitHub can do to a repository on its way: refuse, break off, trickle, and send what is wrong within itself.
import type { Spoil } from "@/sandbox/shared/fault-spoil";
import type { FaultAction } from "@/sandbox/shared/faults";
import { type RepositoryFault, testRepositoryFaults } from "./testing/repository-faults";

type Told = RepositoryFault["lasting"];

const asked =
  (command: "ls-refs" | "fetch") =>
  (name: string, action: FaultAction, lasting: Told, passing = 2, only?: "full"): RepositoryFault => ({
    name,
    fault: (repository) => ({
      server: "github",
      match: { path: `^/${repository}\\.git/`, body: `command=${command}` },
      action,
    }),
    lasting,
    passing,
    only,
  });
/** A fault on the request for the refs; on the one for the pack. */
const list = asked("ls-refs");
const pack = asked("fetch");

const status = (code: number, body = "", headers: Record<string, string> = {}): FaultAction => ({
  kind: "status",
  status: code,
  body,
  headers,
});
const spoil = (how: Spoil): FaultAction => ({ kind: "spoil", how });
const reset = (afterBytes?: number): FaultAction => ({ kind: "reset", afterBytes });
const endAfter = (afterBytes: number): FaultAction => ({ kind: "truncate", afterBytes });
/** Past the beginning of every answer here, and before its end. */
const WITHIN = 150;
const soon = { "retry-after": "1" };
const page = { "content-type": "text/html" };

const unreachable = (words: RegExp) => ({ code: "github-unreachable", words });
const cut = (words: RegExp) => ({ code: "git-transfer-cut", words });
const damaged = (words: RegExp) => ({ code: "pack-invalid", words });
const remote = (words: RegExp) => ({ code: "git-remote-error", words });
const protocol = (words: RegExp) => ({ code: "git-protocol", words });
const refused = { code: "github-credentials", words: /Bad credentials/ };

// biome-ignore format: one line a row can be read down like a table
const ROWS: RepositoryFault[] = [
  // an answer that is a refusal
  list("500 to the list", status(500), unreachable(/500/)),
  list("502 to the list", status(502, "<h1>Bad gateway</h1>"), unreachable(/502 Bad gateway/)),
  pack("500 to the fetch", status(500), unreachable(/500/)),
  pack("502 to the fetch", status(502), unreachable(/502/)),
  pack("503 to the fetch", status(503), unreachable(/503/)),
  // a lasting one is not this repository's alone: see run-faults.contract.ts
  pack("429", status(429, "", soon), undefined, 1),
  pack("403 secondary rate limit", status(403, "You have exceeded a secondary rate limit", soon), undefined, 1),
  // a token that was revoked
  list("401 token revoked before the list", status(401, "Bad credentials"), refused, 1),
  pack("401 token revoked before the fetch", status(401, "Bad credentials"), refused, 1),
  pack("404 repository gone", status(404, "Repository not found."), { code: "github-not-found", words: /404-repository-gone/ }, 0),
  pack("a page in place of a pack", status(200, "<html>Sign in to the hotel's network</html>", page), protocol(/text\/html/), 0),
  // a connection that breaks
  list("list reset before the answer", reset(), cut(/reset|hang up/)),
  list("list reset within", reset(WITHIN), cut(/./)),
  list("list ends early", endAfter(WITHIN), cut(/ended|hang up/)),
  list("list without the protocol's end", spoil("no-end"), cut(/ended early/)),
  pack("reset before the answer", reset(), cut(/reset|hang up/)),
  pack("reset at 0 percent", reset(0), cut(/./)),
  pack("reset at half", reset(WITHIN), cut(/./)),
  pack("reset at the last byte", spoil("last-byte"), cut(/./)),
  pack("ends early and cleanly", endAfter(WITHIN), cut(/ended/)),
  pack("ends without the protocol's end", spoil("no-end"), cut(/ended/)),
  // slowness; for silence see silence.contract.ts
  pack("hesitates", { kind: "stall", afterBytes: WITHIN, ms: 400 }, "slower"),
  pack("trickles", { kind: "slow", bytesPerSecond: 20_000 }, "slower"),
  // words and bytes that are wrong within themselves; what is damaged twice is not asked for a third time
  pack("error packet", spoil("error-packet"), remote(/storage behind this repository is away/), 1),
  pack("side band 3", spoil("band-3"), remote(/the disk has gone/), 1),
  pack("half a pack with a proper end", spoil("half-pack"), damaged(/./), 1),
  pack("wrong trailer", spoil("trailer"), damaged(/checksum/), 1),
  pack("a bit flipped on the way", { kind: "corrupt", atByte: WITHIN }, damaged(/./), 1),
  pack("an object rotten on the server", spoil("object"), damaged(/./), 1),
  pack("an object too few", spoil("count"), damaged(/./), 1),
  // an increment may be empty by right: a branch that was set back to an older commit needs no object
  pack("a pack of nothing", spoil("no-objects"), { code: "pack-incomplete", words: /./ }, 1, "full"),
  pack("bytes after the end", spoil("more"), protocol(/unexpected bytes/), 0),
];

testRepositoryFaults(ROWS, { kinds: ["full", "incremental"] });
