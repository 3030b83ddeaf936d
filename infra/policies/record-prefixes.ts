// The folders of the records bucket, taken from the one module that builds its keys: a key that moves there moves here.
import { PROOF_LEDGER_KEY, planKey, receiptKey } from "@/lib/domain/bucket-keys";
import { runId } from "@/lib/domain/ids-schema";

const anyRun = runId.parse("20260101T000000Z-aaaaaa");
const folderOf = (key: string) => key.slice(0, key.indexOf("/") + 1);

export const PLANS_PREFIX = folderOf(planKey(anyRun));
export const RECEIPTS_PREFIX = folderOf(receiptKey(anyRun));
export const PROOFS_PREFIX = folderOf(PROOF_LEDGER_KEY);
