import { AppError, asAppError, type Problem, problemOf } from "@/lib/domain/errors";
import type { CodeHost, HostedRepository, Installation } from "@/lib/ports/code-host";

export interface ListedInstallation extends Installation {
  /** Why its repositories could not be listed, or not all of them. */
  problem?: Problem;
}

export interface Fleet {
  installations: ListedInstallation[];
  /** One of each id, largest first, so that the longest transfer does not start last. */
  repositories: HostedRepository[];
}

/**
 * Every repository of every installation, or of the one that is asked for. An installation that is suspended or cannot be
 * listed does not stop the others: it carries its problem, beside what of it was listed before that.
 * @throws AppError fleet-empty: an empty list must never become an empty "successful" backup. When nothing was listed
 * because of a problem, that problem is thrown.
 */
export async function listFleet(host: CodeHost, appId: number, onlyInstallation: number | undefined): Promise<Fleet> {
  const all = await host.listInstallations();
  const wanted = onlyInstallation === undefined ? all : all.filter((each) => each.id === onlyInstallation);
  if (onlyInstallation !== undefined && wanted.length === 0) {
    throw new AppError("github-not-found", { what: `installation ${onlyInstallation} of App ${appId}` });
  }
  const byId = new Map<number, HostedRepository>();
  const installations: ListedInstallation[] = [];
  let firstError: AppError | undefined;
  for (const installation of wanted) {
    const error = await listInto(byId, host, installation);
    firstError ??= error;
    installations.push(error ? { ...installation, problem: problemOf(error) } : installation);
  }
  if (byId.size === 0) throw firstError ?? new AppError("fleet-empty", { app: appId });
  return { installations, repositories: largestFirst([...byId.values()]) };
}

export function largestFirst(repositories: HostedRepository[]): HostedRepository[] {
  return repositories.sort((a, b) => b.sizeKib - a.sizeKib || a.id - b.id);
}

/** @returns what went wrong */
async function listInto(
  byId: Map<number, HostedRepository>,
  host: CodeHost,
  installation: Installation,
): Promise<AppError | undefined> {
  const { account, suspendedAt } = installation;
  if (suspendedAt) return new AppError("installation-suspended", { account });
  try {
    // Two pages may show the same repository when the list moves meanwhile.
    for await (const repository of host.listRepositories(installation)) byId.set(repository.id, repository);
    return undefined;
  } catch (error) {
    return asAppError(error);
  }
}
