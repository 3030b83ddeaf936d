// A connection to GitHub that is there and on which nothing comes any more. Patience is a second here, two minutes by default.
// For S3's silence see s3-faults.contract.ts.
import { type RepositoryFault, testRepositoryFaults } from "./testing/repository-faults";

const silent = (name: string, command: "ls-refs" | "fetch", afterBytes?: number): RepositoryFault => ({
  name,
  fault: (repository) => ({
    server: "github",
    match: { path: `^/${repository}\\.git/`, body: `command=${command}` },
    action: { kind: "stall", afterBytes },
  }),
  lasting: { code: "git-transfer-cut", words: /nothing was received for 1 s/ },
  passing: 2,
});

const ROWS = [
  silent("before the list of refs", "ls-refs"),
  silent("within the list of refs", "ls-refs", 150),
  silent("before the pack", "fetch"),
  silent("within the pack", "fetch", 150),
];

testRepositoryFaults(ROWS, { kinds: ["full"], variables: { GIT_IDLE_TIMEOUT_SECONDS: "1" } });
