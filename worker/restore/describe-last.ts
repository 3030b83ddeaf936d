import type { RepositoryName } from "@/lib/domain/ids";
import type { Begun } from "./restore-context";

/**
 * Changes the description of a repository for the last time of a run that is told to stop or to wait for too long. Its own
 * client refuses every call then, so this is one of its own, asked once within the patience of a stop. GitHub may refuse
 * it; the description that stands there stays true.
 * @throws AppError, TimeoutError
 */
export async function describeLast({ services, env }: Begun, name: RepositoryName, description: string): Promise<void> {
  const target = await services.target({ signal: AbortSignal.timeout(env.STOP_PATIENCE_SECONDS * 1000) });
  await target.change(name, { description });
}
