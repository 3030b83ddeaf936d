import { bundleKey } from "@/lib/domain/bucket-keys";
import { AppError, asAppError, hasCode, problemOf } from "@/lib/domain/errors";
import type { SnapshotId } from "@/lib/domain/ids";
import type { ManifestEntry } from "@/lib/domain/manifest";
import { countRefs, defaultBranch, isRecomputed, type RefAdvertisement } from "@/lib/domain/refs";
import { refDigest } from "@/lib/operations/digest";
import type { GitAccess, HostedRepository } from "@/lib/ports/code-host";
import type { ObjectStore } from "@/lib/ports/object-store";
import { GitServer } from "./git-wire/git-server";
import { streamFullBundle } from "./git-wire/stream-bundle";
import type { Log } from "./log";
import { retry } from "./retry";
import { wireProblem } from "./wire-problem";

export interface CaptureContext {
  store: ObjectStore;
  root: string;
  snapshot: SnapshotId;
  gitAccess: (repository: HostedRepository) => GitAccess;
  log: Log;
  now: () => Date;
  signal: AbortSignal;
  onBytes: (count: number) => void;
}

/** A cut connection or a hiccup of GitHub's is tried again; three times in a row is not a hiccup. */
const ATTEMPTS = 3;

/**
 * Backs one repository up: its refs, then its pack streamed straight into the bucket. Never throws for the repository's
 * own troubles: they become the entry's outcome and reason, and the others go on. Only the run's own end (abort) throws.
 */
export async function captureRepository(repository: HostedRepository, context: CaptureContext): Promise<ManifestEntry> {
  const started = context.now().getTime();
  const finished = (entry: Partial<ManifestEntry> & Pick<ManifestEntry, "outcome">): ManifestEntry => ({
    ...identity(repository),
    chain: [],
    ...entry,
    duration_ms: context.now().getTime() - started,
  });
  try {
    const access = context.gitAccess(repository);
    const attempt = () => capture(repository, access, context);
    return finished(
      await retry(
        ATTEMPTS,
        attempt,
        (error, pauseMs) => tellRetry(repository, error, pauseMs, context.log),
        context.signal,
      ),
    );
  } catch (error) {
    if (context.signal.aborted) throw error;
    const known = asAppError(error);
    const outcome = hasCode(known, "repository-blocked", "repository-unavailable") ? "unavailable" : "failed";
    return finished({ outcome, reason: problemOf(known) });
  }
}

async function capture(
  repository: HostedRepository,
  access: GitAccess,
  context: CaptureContext,
): Promise<Partial<ManifestEntry> & Pick<ManifestEntry, "outcome">> {
  try {
    const server = new GitServer(access.url(repository.name), {
      token: access.token,
      signal: context.signal,
      onBytes: context.onBytes,
    });
    const advertised = await server.listRefs();
    const advertisement = { ...advertised, refs: advertised.refs.filter((ref) => !isRecomputed(ref.name)) };
    const described = describe(advertisement, repository);
    if (advertisement.refs.length === 0 && !advertisement.headOid) return { ...described, outcome: "empty" };
    return { ...described, ...(await store(repository, server, advertisement, context)), outcome: "captured" };
  } catch (error) {
    throw wireProblem(error, repository.name, access.url(repository.name));
  }
}

async function store(
  repository: HostedRepository,
  server: GitServer,
  advertisement: RefAdvertisement,
  context: CaptureContext,
): Promise<Partial<ManifestEntry>> {
  const key = bundleKey(context.root, context.snapshot, repository.name, "full");
  const bundle = streamFullBundle(server, advertisement);
  const written = await context.store.upload(key, bundle.stream, {
    signal: context.signal,
    contentType: "application/x-git-bundle",
  });
  const facts = bundle.facts();
  if (!facts || facts.sizeBytes !== written.sizeBytes)
    throw new AppError("bundle-truncated", { key, found: written.sizeBytes, expected: facts?.sizeBytes });
  return {
    s3_key: key,
    size_bytes: facts.sizeBytes,
    objects: facts.objects,
    checks: ["transfer-end", "pack-trailer"],
    chain: [
      {
        s3_key: key,
        version_id: written.versionId,
        kind: "full",
        size_bytes: facts.sizeBytes,
        sha256: facts.sha256,
        created_at: context.now().toISOString(),
      },
    ],
  };
}

function describe(advertisement: RefAdvertisement, repository: HostedRepository): Partial<ManifestEntry> {
  return {
    // An unborn HEAD still names the default branch of an empty repository.
    default_branch: defaultBranch(advertisement.headTarget) ?? repository.defaultBranch,
    head_sha: advertisement.headOid,
    object_format: advertisement.objectFormat,
    refs: { ...countRefs(advertisement.refs), digest: refDigest(advertisement) },
  };
}

function identity(
  repository: HostedRepository,
): Pick<ManifestEntry, "id" | "repo" | "visibility" | "archived" | "fork" | "description" | "pushed_at"> {
  const { id, name, visibility, archived, fork, description, pushedAt } = repository;
  return { id, repo: name, visibility, archived, fork, description, pushed_at: pushedAt };
}

function tellRetry(repository: HostedRepository, error: Error, pauseMs: number, log: Log): void {
  log.warn("capture-retry", `${repository.name}: ${error.message}; trying again in ${(pauseMs / 1000).toFixed(1)} s`, {
    repo: repository.name,
  });
}
