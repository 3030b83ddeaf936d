import { AppError, hasCode } from "@/lib/domain/errors";
import { refusalOf } from "@/lib/domain/preflight";
import { escapeRefName, type Ref, unescapeRefName } from "@/lib/domain/refs";
import type { RequestOf } from "@/lib/domain/restore-request";
import { git } from "@/lib/git/git";
import type { FoundRepository, RestoreTarget } from "@/lib/ports/restore-target";
import type { Rebuilt } from "@/lib/rebuild/rebuild-repository";
import { withScratch } from "../scratch";
import { compareBranch } from "./compare-target";
import { runPreflight } from "./gather-preflight";
import { listServerRefs } from "./list-server-refs";
import { keepReceipt, makeReceipt } from "./make-receipt";
import { openTarget } from "./open-target";
import { onlyItem } from "./perform-repository";
import type { PushMeter } from "./push/push-meter";
import { PushPace } from "./push/push-pace";
import { pushRefs } from "./push/push-refs";
import { readItem } from "./read-item";
import type { Begun } from "./restore-context";
import { progressTold, stepsOf } from "./steps-told";

/** One ref of the backup as a new branch of a repository that exists; nothing that is there is touched. @throws AppError */
export async function performRef(begun: Begun, request: RequestOf<"ref">): Promise<void> {
  const { agreed, report, log, env } = begun;
  const item = onlyItem(begun);
  const { step, times } = stepsOf(begun);
  const target = await openTarget(begun);
  step("preflight");
  const { checks } = await runPreflight(begun, target);
  const refusal = refusalOf(checks);
  if (refusal) throw refusal;
  if (agreed.checkOnly) return;
  const repository = await existing(target, request);
  report.item(item, { state: "running", url: repository.url, repository_id: repository.id });
  await withScratch(env.SCRATCH_DIR, async (scratch) => {
    const { onBytes, meter } = progressTold(begun);
    const read = await readItem({ begun, item, step, onBytes }, scratch);
    const branch = await branchOf(read.rebuilt, request, begun.signal);
    step("push");
    const { pushes, listed } = await pushBranch(begun, target, repository, read.rebuilt, branch, meter);
    step("compare");
    const compared = compareBranch(branch, listed);
    step("receipt");
    const { id, url, visibility, archived } = repository;
    const actionsEnabled = await target.actionsEnabled(repository.name);
    const receipt = makeReceipt(begun, item, read, {
      ...compared,
      ...times(),
      warnings: [],
      pushes,
      target: { repository: repository.name, id, url, visibility, actionsEnabled, archived },
    });
    const { key, hash } = await keepReceipt(begun, receipt);
    if (compared.counts.equal !== 1)
      throw new AppError("refs-differ", { count: 1, repository: repository.name, first: escapeRefName(branch.name) });
    report.item(item, { state: "done", receipt: key, receipt_hash: hash });
    log.info("finished", `${request.ref} of ${request.repository} is ${request.branch} in ${request.target}; ${url}`);
  });
}

async function existing(target: RestoreTarget, request: RequestOf<"ref">): Promise<FoundRepository> {
  const found = await target.find(request.target);
  if (found) return found;
  throw new AppError("github-not-found", { what: `repository ${request.target}` });
}

/** The commit the ref leads to: a branch can be of nothing else. */
async function branchOf({ directory, refs }: Rebuilt, request: RequestOf<"ref">, signal: AbortSignal): Promise<Ref> {
  const { repository, ref, snapshot, branch } = request;
  const found = refs.find(({ name }) => escapeRefName(name) === ref);
  if (!found) throw new AppError("ref-missing", { repository, ref, snapshot });
  const peel = ["-C", directory, "rev-parse", "--quiet", "--verify", `${found.oid}^{commit}`];
  const { exitCode, stdout } = await git(peel, { signal, accept: () => true });
  if (exitCode !== 0)
    throw new AppError("input-invalid", { problem: `${ref} leads to no commit, so it cannot be a branch` });
  return { oid: stdout.trim(), name: `refs/heads/${unescapeRefName(branch)}` };
}

async function pushBranch(
  { env, signal, log, agreed }: Begun,
  target: RestoreTarget,
  repository: FoundRepository,
  { directory }: Rebuilt,
  branch: Ref,
  meter: PushMeter,
): Promise<{ pushes: number; listed: Ref[] }> {
  const { name } = repository;
  const access = await target.gitAccess(repository);
  const wire = { name, access, signal, log, retryPauseMs: env.RETRY_PAUSE_MS };
  const taken = new AppError("branch-exists", { branch: escapeRefName(branch.name), target: name });
  const there = (await listServerRefs(wire)).find((ref) => ref.name === branch.name);
  // The run that is retried may have pushed it and not come to say so.
  if (there && !(agreed.retryOf !== undefined && there.oid === branch.oid)) throw taken;
  try {
    const pushes = await pushRefs({
      ...wire,
      directory,
      refs: [branch],
      limitBytes: env.PUSH_LIMIT_MIB * 1024 ** 2,
      fresh: false,
      onlyNew: true,
      meter,
      pace: new PushPace(env.GITHUB_PACING === "on", signal),
      idleSeconds: env.GIT_IDLE_TIMEOUT_SECONDS,
    });
    return { pushes, listed: await listServerRefs(wire) };
  } catch (error) {
    if (!hasCode(error, "push-refused")) throw error;
    // It may have appeared a moment ago.
    const now = (await listServerRefs(wire)).find((ref) => ref.name === branch.name);
    throw now && now.oid !== branch.oid ? taken : error;
  }
}
