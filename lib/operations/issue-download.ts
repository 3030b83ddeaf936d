import {
  bundleFileName,
  cloneCommand,
  DOWNLOAD_SECONDS,
  type DownloadInput,
  type IssuedDownload,
} from "@/lib/domain/download";
import { AppError } from "@/lib/domain/errors";
import type { RepositoryName, RunId } from "@/lib/domain/ids";
import { findEntry, planRepository } from "@/lib/domain/plan-repository";
import type { ObjectStore } from "@/lib/ports/object-store";
import { askEither, type Sides } from "./both-sides";
import type { ManifestCache } from "./manifest-cache";
import { readRun } from "./run-records";

interface IssueDownload {
  /** Login of whom the address is for. */
  person: string;
  sides: Sides;
  cache: ManifestCache;
  records: ObjectStore;
}

interface Wanted {
  key: string;
  versionId?: string;
  sha256?: string;
  fileName: string;
  repository: RepositoryName;
}

/**
 * An address from which a browser can fetch one bundle for a short time. The bundle is looked for first: an address that
 * answers with an XML error helps nobody.
 * @throws AppError entry-missing, nothing-to-restore, object-missing, not-found, storage-*
 */
export async function issueDownload(deps: IssueDownload, input: DownloadInput): Promise<IssuedDownload> {
  if ("run" in input) return issueMade(deps, input.run);
  const { snapshot, source, repository } = input;
  const { value: read } = await askEither(deps.sides, source, (backups) => deps.cache.read(backups, snapshot));
  const { repository: name, chain } = planRepository(findEntry(read.manifest, snapshot, repository), snapshot);
  const [link] = chain;
  if (!link || chain.length > 1) return { kind: "export", bundles: chain.length };
  const { key, versionId, sha256 } = link;
  const wanted = { key, versionId, sha256, repository: name, fileName: bundleFileName(name, snapshot) };
  const { person } = deps;
  const { value, side } = await askEither(deps.sides, source, async ({ store }, asked) =>
    // Versions are numbered by each bucket itself: the replica's copy keeps the number, a copy made by hand does not.
    issue(store, person, asked === source ? wanted : { ...wanted, versionId: await sameVersion(store, wanted) }),
  );
  return { ...value, side };
}

async function issueMade({ records, person }: IssueDownload, run: RunId): Promise<IssuedDownload> {
  const { restore } = (await readRun(records, run)).record;
  const { request, artefact } = restore ?? {};
  if (request?.kind !== "export" || !artefact) throw new AppError("not-found", { what: `a bundle made by run ${run}` });
  const { key, version_id: versionId, sha256 } = artefact;
  const { repository, snapshot } = request;
  return issue(records, person, { key, versionId, sha256, repository, fileName: bundleFileName(repository, snapshot) });
}

async function issue(
  store: ObjectStore,
  person: string,
  { key, versionId, sha256, fileName, repository }: Wanted,
): Promise<Extract<IssuedDownload, { kind: "ready" }>> {
  const { sizeBytes } = await store.head(key, versionId);
  const url = await store.presign(key, { versionId, expiresSeconds: DOWNLOAD_SECONDS, fileName, person });
  const clone = cloneCommand(fileName, repository);
  const { bucket } = store;
  return {
    kind: "ready",
    url,
    expiresSeconds: DOWNLOAD_SECONDS,
    fileName,
    sizeBytes,
    sha256,
    bucket,
    key,
    versionId,
    clone,
  };
}

/** The version of the manifest where this bucket has it, else the newest one. */
async function sameVersion(store: ObjectStore, { key, versionId }: Wanted): Promise<string | undefined> {
  if (versionId === undefined) return undefined;
  return store.head(key, versionId).then(
    () => versionId,
    () => undefined,
  );
}
