import { AppError } from "@/lib/domain/errors";
import type { RearmReceipt } from "@/lib/domain/receipt";
import type { RequestOf } from "@/lib/domain/restore-request";
import { keyOfReceipt, readJournal, writeReceipt } from "@/lib/operations/run-records";
import type { FoundRepository, RestoreTarget } from "@/lib/ports/restore-target";
import { Journal } from "./journal";
import { openTarget } from "./open-target";
import type { Begun } from "./restore-context";
import { stepsOf } from "./steps-told";

type Facts = RearmReceipt["before"];

/**
 * Wakes what a restore has put to sleep, or takes the repository away again. Only what the journal of the run names as made
 * by it, by GitHub's id, is ever touched.
 * @throws AppError restore-not-ours, github-*
 */
export async function performRearm(begun: Begun, request: RequestOf<"rearm">): Promise<void> {
  const { services, recorder, agreed, log, now, report } = begun;
  const { change } = request;
  const { step } = stepsOf(begun);
  step("preflight");
  const journal = await provenJournal(begun, request);
  const target = await openTarget(begun);
  const found = await target.findById(request.repositoryId, request.target);
  if (!found) throw notOurs(request, "GitHub has no repository of that id any more");
  if (found.name.toLowerCase() !== request.target.toLowerCase())
    throw notOurs(request, `what that run made is called ${found.name} now`);
  if (agreed.checkOnly) return;
  step("rearm");
  const before = await factsOf(target, found);
  const after = await apply(target, found, request);
  if (change.action === "delete") await journal.advance("deleted");
  report.keep({ target_url: found.url });
  step("receipt");
  const receipt: RearmReceipt = {
    ...{ version: 2, kind: "rearm", run: recorder.run, planDigest: agreed.digest, requestedBy: agreed.approvedBy },
    ...{ at: now().toISOString(), target: request.target, repositoryId: found.id, restoredBy: request.restoredBy },
    ...{ change, before, after },
  };
  if (services.records) await writeReceipt(services.records, keyOfReceipt(recorder.run), receipt);
  log.info("finished", `${request.target}: ${change.action} is done`);
}

/** @throws AppError restore-not-ours unless the run's journal names this very repository */
async function provenJournal(
  { services, recorder, agreed, now }: Begun,
  request: RequestOf<"rearm">,
): Promise<Journal> {
  const { target, repositoryId, restoredBy } = request;
  const { records } = services;
  if (!records)
    throw new AppError("input-invalid", { problem: "--rearm needs RECORDS_BUCKET: the proof is kept there" });
  const kept = (await readJournal(records, restoredBy, target))?.journal;
  if (!kept) throw notOurs(request, "it has no record of it");
  if (kept.repository_id !== repositoryId)
    throw notOurs(request, `it made repository ${kept.repository_id}, not ${repositoryId}`);
  const { repository } = kept;
  return Journal.open({
    records,
    origin: restoredBy,
    run: recorder.run,
    repository,
    target,
    digest: agreed.digest,
    now,
  });
}

async function apply(target: RestoreTarget, found: FoundRepository, { change }: RequestOf<"rearm">): Promise<Facts> {
  const { name } = found;
  switch (change.action) {
    case "enable-actions":
      return { ...(await factsOf(target, found)), actionsEnabled: await target.setActions(name, true) };
    case "set-visibility":
      return factsOf(target, await target.change(name, { visibility: change.visibility }));
    case "archive":
      return factsOf(target, await target.change(name, { archived: change.archived }));
    case "delete":
      await target.remove(name);
      return { deleted: true };
  }
}

async function factsOf(target: RestoreTarget, { name, visibility, archived }: FoundRepository): Promise<Facts> {
  return { name, visibility, archived, actionsEnabled: await target.actionsEnabled(name) };
}

function notOurs({ target, restoredBy }: RequestOf<"rearm">, why: string): AppError {
  return new AppError("restore-not-ours", { target, run: restoredBy, why });
}
