import { asAppError, problemOf } from "@/lib/domain/errors";
import { plural } from "@/lib/domain/format";
import type { NotVisible } from "@/lib/domain/not-visible";
import type { CodeHost, HostedRepository } from "@/lib/ports/code-host";
import type { ListedInstallation } from "./fleet";
import type { Log } from "./log";

/**
 * What each organisation has that the App was not given. That it could not be asked is kept beside the answer of the others, and
 * is no reason for a backup to fail.
 */
export async function askNotVisible(
  host: CodeHost,
  installations: readonly ListedInstallation[],
  repositories: readonly HostedRepository[],
  log: Log,
): Promise<NotVisible[]> {
  const found: NotVisible[] = [];
  for (const installation of installations) {
    if (installation.problem) continue;
    const { account, id } = installation;
    try {
      const its = repositories.filter((each) => each.installation.id === id);
      const outside = await host.notVisible(installation, its);
      if (outside) found.push(outside);
      if (outside) tell(outside, log);
    } catch (error) {
      const problem = problemOf(asAppError(error));
      log.warn("not-visible", `it could not be asked what ${account} has besides: ${problem.message}`, {
        code: problem.code,
        hint: problem.hint,
      });
      found.push({ account, problem });
    }
  }
  return found;
}

function tell({ account, repositories = [], private_count: hidden }: NotVisible, log: Log): void {
  if (repositories.length === 0 && !hidden) return;
  const named = plural(repositories.length, "public repository", "public repositories");
  const unnamed = hidden ? ` and ${plural(hidden, "private one")}` : "";
  log.warn(
    "not-visible",
    `${account} has ${named}${unnamed} that the App was not given: nothing of them is backed up`,
    {
      count: repositories.length + (hidden ?? 0),
    },
  );
}
