import { asAppError, hasCode, problemOf } from "@/lib/domain/errors";
import { plural } from "@/lib/domain/format";
import type { ManifestEntry } from "@/lib/domain/manifest";
import { withinScope } from "@/lib/domain/ref-scope";
import { countRefs, defaultBranch, type RefAdvertisement } from "@/lib/domain/refs";
import { refDigest } from "@/lib/operations/digest";
import type { GitAccess, HostedRepository } from "@/lib/ports/code-host";
import type { CaptureContext } from "./capture-context";
import { GitServer } from "./git-wire/git-server";
import { WireError } from "./git-wire/wire-error";
import type { Log } from "./log";
import { retry } from "./retry";
import { storeBundle } from "./store-bundle";
import { wireProblem } from "./wire-problem";

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
    const tell = (error: Error, pauseMs: number) => tellRetry(repository, error, pauseMs, context.log);
    return finished(await retry(attempt, tell, { signal: context.signal, firstPauseMs: context.retryPauseMs }));
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
    const known = await context.chains.find(repository);
    const { server, advertised } = await listRefs(access, repository, known?.objectFormat ?? "sha1", context);
    const { refs, excluded } = withinScope(context.refScope, advertised.refs);
    const advertisement = { ...advertised, refs };
    const digest = refDigest(advertisement);
    const described = describe(advertisement, digest, excluded, repository);
    const isEmpty = refs.length === 0 && !advertisement.headOid;
    const stored = isEmpty
      ? nothingToKeep(excluded)
      : await storeBundle({ repository, server, advertisement, context }, digest, known);
    const entry = { ...described, ...stored };
    return { ...entry, ...(await context.anomalies.look({ repository, advertised, entry })) };
  } catch (error) {
    const problem = wireProblem(error, repository.name, access.url(repository.name));
    context.onFault(problem);
    throw problem;
  }
}

/**
 * One request: the requests of protocol v2 are stateless, so one may ask without having been introduced. Only the object
 * format has to be right; nearly all repositories are SHA-1, the others are known from the last backup or are asked again.
 */
async function listRefs(
  access: GitAccess,
  repository: HostedRepository,
  objectFormat: "sha1" | "sha256",
  { signal, onBytes, idleTimeoutMs }: CaptureContext,
): Promise<{ server: GitServer; advertised: RefAdvertisement }> {
  const { token, gate } = access;
  const options = { token, gate, signal, onBytes, idleTimeoutMs };
  const server = new GitServer(access.url(repository.name), { ...options, objectFormat });
  try {
    return { server, advertised: await server.listRefs() };
  } catch (error) {
    if (!isOtherFormat(error)) throw error;
    const introduced = new GitServer(access.url(repository.name), options);
    return { server: introduced, advertised: await introduced.listRefs() };
  }
}

/** A server dies of, or complains about, an object format that is not the repository's. */
function isOtherFormat(error: unknown): boolean {
  return (
    error instanceof WireError &&
    (error.fault === "protocol" || error.fault === "cut" || /object format/.test(error.message))
  );
}

function describe(
  advertisement: RefAdvertisement,
  digest: string,
  excluded: number,
  repository: HostedRepository,
): Partial<ManifestEntry> {
  return {
    // An unborn HEAD still names the default branch of an empty repository.
    default_branch: defaultBranch(advertisement.headTarget) ?? repository.defaultBranch,
    head_sha: advertisement.headOid,
    object_format: advertisement.objectFormat,
    refs: { ...countRefs(advertisement.refs), digest, ...(excluded > 0 ? { excluded } : {}) },
  };
}

/** Without branches and with all its other refs out of scope, a repository looks empty and is not: that is said. */
function nothingToKeep(excluded: number): Pick<ManifestEntry, "outcome" | "warnings"> {
  if (excluded === 0) return { outcome: "empty" };
  return { outcome: "empty", warnings: [`it has no branch, and its ${plural(excluded, "ref")} are left out`] };
}

function identity(
  repository: HostedRepository,
): Pick<
  ManifestEntry,
  "id" | "repo" | "visibility" | "archived" | "fork" | "description" | "homepage" | "topics" | "pushed_at"
> {
  const { id, name, visibility, archived, fork, description, homepage, topics, pushedAt } = repository;
  return { id, repo: name, visibility, archived, fork, description, homepage, topics, pushed_at: pushedAt };
}

function tellRetry(repository: HostedRepository, error: Error, pauseMs: number, log: Log): void {
  log.warn("capture-retry", `${repository.name}: ${error.message}; trying again in ${(pauseMs / 1000).toFixed(1)} s`, {
    repo: repository.name,
  });
}
