import { writeFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/domain/errors";
import { plural } from "@/lib/domain/format";
import type { RequestOf } from "@/lib/domain/restore-request";
import { shellWord } from "@/lib/domain/shell-word";
import { git } from "@/lib/git/git";
import type { Rebuilt } from "@/lib/rebuild/rebuild-repository";
import { withScratch } from "../scratch";
import { type Compared, compareAll } from "./compare-target";
import { keepReceipt, makeReceipt } from "./make-receipt";
import { onlyItem } from "./perform-repository";
import { parentOf, placeRepository, refuseExisting } from "./place-repository";
import { readItem } from "./read-item";
import type { Begun } from "./restore-context";
import { progressTold, stepsOf } from "./steps-told";

/** Where there is no records bucket the receipt lies in the bare repository, where git does not mind it. */
const RECEIPT_FILE = "holdfast-receipt.json";

/** One repository as a bare one in a directory of this machine that does not exist yet. GitHub is not asked. @throws AppError */
export async function performLocal(begun: Begun, request: RequestOf<"local">): Promise<void> {
  const { agreed, report, log, services, signal, print } = begun;
  const item = onlyItem(begun);
  const directory = path.resolve(request.directory);
  const { step, times } = stepsOf(begun);
  await refuseExisting(directory);
  if (agreed.checkOnly) return;
  report.item(item, { state: "running" });
  // Beside its place, so that it needs only a new name; what is left of one that failed is removed.
  await withScratch(await parentOf(directory), async (scratch) => {
    const read = await readItem({ begun, item, step, onBytes: progressTold(begun).onBytes }, scratch);
    const compared = await compareCopy(read.rebuilt, signal);
    step("place");
    const receipt = makeReceipt(begun, item, read, {
      ...compared,
      ...times(),
      warnings: [],
      directory,
    });
    if (!services.records)
      await writeFile(path.join(read.rebuilt.directory, RECEIPT_FILE), `${JSON.stringify(receipt, null, 2)}\n`);
    await placeRepository(read.rebuilt, directory);
    step("receipt");
    const written = services.records ? await keepReceipt(begun, receipt) : undefined;
    report.item(item, { state: "done", receipt: written?.key, receipt_hash: written?.hash });
    log.info("finished", `${item.repository}: ${plural(compared.counts.equal, "ref")} restored into ${directory}`);
    print(nextSteps(read.rebuilt, directory).join("\n"));
  });
}

/** Every ref as git reads it from the copy. @throws AppError refs-differ */
async function compareCopy({ directory, refs }: Rebuilt, signal: AbortSignal): Promise<Compared> {
  const format = "--format=%(objectname) %(refname)";
  const { stdout } = await git(["-C", directory, "for-each-ref", format], { signal });
  const found = stdout.split("\n").flatMap((line) => {
    const [oid = "", name = ""] = line.split(" ");
    return name ? [{ oid, name }] : [];
  });
  const compared = compareAll(refs, found);
  const wrong = compared.counts.missing + compared.counts.different;
  if (wrong > 0) throw new AppError("refs-differ", { count: wrong, repository: directory, first: "see the receipt" });
  return compared;
}

function nextSteps({ head }: Rebuilt, directory: string): string[] {
  const bare = shellWord(directory);
  const push = `git --git-dir=${bare} push https://github.com/ORG/NEW-NAME.git`;
  const branch = head && Buffer.from(head, "latin1").toString("utf8");
  return [
    "",
    "It is a bare repository: history without working files. To look at the files:",
    `  git clone ${bare} work`,
    "To put it on GitHub, create an EMPTY private repository there, switch its Actions off, and push branches and tags:",
    ...(branch ? [`  ${push} ${shellWord(`${branch}:${branch}`)}`] : []),
    `  ${push} 'refs/heads/*:refs/heads/*' 'refs/tags/*:refs/tags/*'`,
  ];
}
