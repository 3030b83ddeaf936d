import { AppError } from "@/lib/domain/errors";
import type { CodeHost, HostedRepository, Installation } from "@/lib/ports/code-host";

export interface Fleet {
  installations: Installation[];
  /** One of each id, largest first, so that the longest transfer does not start last. */
  repositories: HostedRepository[];
}

/**
 * Every repository of every installation, or of the one that is asked for.
 * @throws AppError fleet-empty: an empty list must never become an empty "successful" backup
 */
export async function listFleet(host: CodeHost, appId: number, onlyInstallation: number | undefined): Promise<Fleet> {
  const all = await host.listInstallations();
  const installations = onlyInstallation === undefined ? all : all.filter((each) => each.id === onlyInstallation);
  if (onlyInstallation !== undefined && installations.length === 0) {
    throw new AppError("github-not-found", { what: `installation ${onlyInstallation} of App ${appId}` });
  }
  const byId = new Map<number, HostedRepository>();
  for (const installation of installations) {
    for await (const repository of host.listRepositories(installation)) byId.set(repository.id, repository);
  }
  if (byId.size === 0) throw new AppError("fleet-empty", { app: appId });
  const repositories = [...byId.values()].sort((a, b) => b.sizeKib - a.sizeKib || a.id - b.id);
  return { installations, repositories };
}
