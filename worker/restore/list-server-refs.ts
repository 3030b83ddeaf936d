import type { RepositoryName } from "@/lib/domain/ids";
import type { Ref } from "@/lib/domain/refs";
import type { GitAccess } from "@/lib/ports/code-host";
import { GitServer } from "../git-wire/git-server";
import type { Log } from "../log";
import { retry } from "../retry";
import { wireProblem } from "../wire-problem";

interface ListOptions {
  name: RepositoryName;
  access: GitAccess;
  signal: AbortSignal;
  log: Log;
  retryPauseMs: number;
}

/** Every ref a repository has now, over the wire. @throws AppError */
export function listServerRefs({ name, access, signal, log, retryPauseMs }: ListOptions): Promise<Ref[]> {
  const url = access.url(name);
  const ask = async () => {
    try {
      const server = new GitServer(url, { token: access.token, gate: access.gate, signal });
      return (await server.listRefs()).refs;
    } catch (error) {
      throw wireProblem(error, name, url);
    }
  };
  const tell = (error: Error, pauseMs: number) =>
    log.warn("list-retry", `${name}: ${error.message}; trying again in ${(pauseMs / 1000).toFixed(1)} s`);
  return retry(ask, tell, { signal, firstPauseMs: retryPauseMs });
}
