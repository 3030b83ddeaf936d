/** As worker/Dockerfile starts Node; a test holds the two together. */
export const WORKER_NODE_OPTIONS = ["--max-semi-space-size=8"] as const;

/** The command that runs a bundled worker as its image does. */
export const workerCommand = (entry: string): [program: string, ...args: string[]] => [
  process.execPath,
  ...WORKER_NODE_OPTIONS,
  entry,
];
