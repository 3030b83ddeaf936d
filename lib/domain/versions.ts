// Which versions are at work: the console's own, and the worker's as its last backup has told.
import type { SnapshotId } from "./ids";
import type { Part } from "./part";
import type { SettingsView } from "./settings-view";

/** Of the process that answers. */
export interface OwnVersions {
  console: string;
  node: string;
  /** Of the catalogue's tables, and of what reads them. */
  catalogue: number;
  sqlite?: string;
  /** What `git --version` prints; undefined where there is no git. */
  git?: string;
}

export interface LastWorker {
  /** Absent in snapshots that Holdfast did not make. */
  version?: string;
  snapshot: SnapshotId;
}

export function versionFacts(
  { console, node, catalogue, sqlite = "not known", git }: OwnVersions,
  worker: Part<LastWorker | undefined>,
): SettingsView["groups"][number] {
  return {
    title: "Versions",
    facts: [
      { label: "Console", value: console },
      { label: "Worker of the last backup", value: workerText(console, worker) },
      { label: "Node.js", value: node.replace(/^v/, "") },
      { label: "Catalogue", value: `tables ${catalogue}, SQLite ${sqlite}` },
      {
        label: "git",
        value: git?.trim().replace(/^git version /, "") || "not installed: backups cannot be looked into",
      },
    ],
  };
}

function workerText(own: string, worker: Part<LastWorker | undefined>): string {
  if (!worker.known) return `not known: ${worker.problem.message}`;
  if (!worker.value) return "no backup yet";
  const { version, snapshot } = worker.value;
  if (!version) return `snapshot ${snapshot} does not tell`;
  return version === own
    ? `${version}, as of ${snapshot}`
    : `${version}, as of ${snapshot}: another than the console's. Deploy both from the same commit; a backup after that tells the new one`;
}
