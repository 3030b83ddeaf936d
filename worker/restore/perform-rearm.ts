import { AppError } from "@/lib/domain/errors";
import type { RearmReceipt } from "@/lib/domain/receipt";
import type { RequestOf } from "@/lib/domain/restore-request";
import { keyOfReceipt, writeReceipt } from "@/lib/operations/run-records";
import type { FoundRepository, RestoreTarget } from "@/lib/ports/restore-target";
import { findMade, provenJournal } from "./made-by-us";
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
  const { records } = services;
  if (!records)
    throw new AppError("input-invalid", { problem: "--rearm needs RECORDS_BUCKET: the proof is kept there" });
  const journal = await provenJournal(records, request, { run: recorder.run, digest: agreed.digest, now });
  const target = await openTarget(begun);
  const found = await findMade(target, request);
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
  await writeReceipt(records, keyOfReceipt(recorder.run), receipt);
  log.info("finished", `${request.target}: ${change.action} is done`);
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
