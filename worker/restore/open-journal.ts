import type { RepositoryName } from "@/lib/domain/ids";
import type { RepositoryPlan } from "@/lib/domain/restore-plan";
import { Journal } from "./journal";
import type { Begun } from "./restore-context";

/** The journal of one repository of this restore, or of the one that is retried. */
export function openJournal(
  { services, recorder, now, agreed: { origin, digest } }: Begun,
  { repository }: Pick<RepositoryPlan, "repository">,
  target: RepositoryName,
): Promise<Journal> {
  return Journal.open({ records: services.records, origin, run: recorder.run, repository, target, digest, now });
}
