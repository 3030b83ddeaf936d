import { copyCommand } from "@/lib/domain/command-equivalents";
import { AppError } from "@/lib/domain/errors";
import { formatBytes } from "@/lib/domain/format";
import { splitRepositoryName } from "@/lib/domain/ids";
import { readBundleHeader } from "@/lib/operations/read-bundle-header";
import { withScratch } from "../scratch";
import { compareAll } from "./compare-target";
import { exportBundle } from "./export-bundle";
import { keepReceipt, makeReceipt } from "./make-receipt";
import { onlyItem } from "./perform-repository";
import { readItem } from "./read-item";
import type { Begun } from "./restore-context";
import { progressTold, stepsOf } from "./steps-told";

/** One repository as one bundle in the records bucket, for a download. @throws AppError */
export async function performExport(begun: Begun): Promise<void> {
  const { agreed, report, log, env, services, signal, recorder } = begun;
  const { records } = services;
  if (!records)
    throw new AppError("input-invalid", { problem: "--export needs RECORDS_BUCKET: the bundle is put there" });
  const item = onlyItem(begun);
  if (agreed.checkOnly) return;
  const { step, times } = stepsOf(begun);
  report.item(item, { state: "running" });
  await withScratch(env.SCRATCH_DIR, async (scratch) => {
    const read = await readItem({ begun, item, step, onBytes: progressTold(begun).onBytes }, scratch);
    step("consolidate");
    const onStore = () => step("store");
    const artefact = await exportBundle({ ...read, item, records, run: recorder.run, signal, onStore });
    // Read back from the bucket: what is promised is what is there.
    const header = await readBundleHeader(records, artefact);
    const compared = compareAll(
      read.rebuilt.refs,
      header.refs.filter((ref) => ref.name !== "HEAD"),
    );
    step("receipt");
    const receipt = makeReceipt(begun, item, read, {
      ...compared,
      ...times(),
      warnings: [],
      artefact,
    });
    const { key, versionId, sizeBytes, sha256 } = artefact;
    const written = await keepReceipt(begun, receipt);
    const { missing, different } = compared.counts;
    if (missing + different > 0)
      throw new AppError("refs-differ", { count: missing + different, repository: item.repository, first: key });
    report.keep({ artefact: { key, version_id: versionId, size_bytes: sizeBytes, sha256 } });
    report.item(item, { state: "done", receipt: written.key, receipt_hash: written.hash });
    const file = `${splitRepositoryName(item.repository).repository}.bundle`;
    const command = copyCommand(records, key, file, versionId);
    log.info(
      "finished",
      `${item.repository} is one bundle of ${formatBytes(sizeBytes)}; ${command} && git clone ${file}`,
    );
  });
}
