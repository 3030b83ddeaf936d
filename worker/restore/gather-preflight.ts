import type { RepositoryName } from "@/lib/domain/ids";
import { judgePreflight, organisationsOf } from "@/lib/domain/preflight";
import { type Judged, type PreflightFacts, recorded, type TargetFacts } from "@/lib/domain/preflight-facts";
import { unescapeRefName } from "@/lib/domain/refs";
import type { RepositoryPlan } from "@/lib/domain/restore-plan";
import type { RestoreTarget } from "@/lib/ports/restore-target";
import { AdaptivePool } from "../adaptive-pool";
import { isMarked } from "./marker";
import { openJournal } from "./open-journal";
import type { Begun } from "./restore-context";

/** Questions to GitHub at the same time; they are small. */
const ABREAST = 4;

export interface Preflight {
  facts: PreflightFacts;
  checks: Judged[];
}

/** Asks GitHub what bears on the restore, judges it, and keeps it in the run's record. @throws AppError github-* */
export async function runPreflight(begun: Begun, target: RestoreTarget): Promise<Preflight> {
  const { plan } = begun.agreed;
  const organisations = await Promise.all(organisationsOf(plan).map((login) => target.organisation(login)));
  const usable = organisations.every(({ installation }) => installation && !installation.suspended);
  const targets = usable ? await targetFacts(begun, target) : [];
  const facts: PreflightFacts = { app: target.app, organisations, targets };
  return tell(begun, facts);
}

function tell({ report, log, agreed }: Begun, facts: PreflightFacts): Preflight {
  const checks = judgePreflight(agreed.plan, facts);
  report.keep({ preflight: checks.map(recorded) });
  for (const { id, state, text, hint } of checks) {
    if (state === "warning") log.warn("preflight", text, { check: id, hint });
  }
  return { facts, checks };
}

async function targetFacts(begun: Begun, target: RestoreTarget): Promise<TargetFacts[]> {
  const { items } = begun.agreed.plan;
  const facts: TargetFacts[] = [];
  await new AdaptivePool(ABREAST).run(items, async (item) => {
    if (item.target) facts.push(await factsOf(begun, target, item, item.target));
  });
  return facts;
}

async function factsOf(
  begun: Begun,
  target: RestoreTarget,
  item: RepositoryPlan,
  name: RepositoryName,
): Promise<TargetFacts> {
  const { agreed } = begun;
  const { request } = agreed.plan;
  const found = await target.find(name);
  if (!found) return { target: name, state: "free" };
  if (found.name.toLowerCase() !== name.toLowerCase()) return { target: name, state: "redirects", now: found.name };
  if (request.kind === "ref") {
    const branchTaken = await target.hasBranch(name, unescapeRefName(request.branch));
    // A retry may find what the run before it has pushed; it is compared then.
    return { target: name, state: "taken", branchTaken: branchTaken && agreed.retryOf === undefined };
  }
  if (agreed.retryOf === undefined) return { target: name, state: "taken" };
  const journal = await openJournal(begun, item, name);
  const marked = journal.reached === "creating" && isMarked(found.description, agreed.origin);
  return { target: name, state: journal.repositoryId === found.id || marked ? "ours" : "taken" };
}
