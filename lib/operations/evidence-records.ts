import { z } from "zod";
import { EVIDENCE_PREFIX, evidenceKey } from "@/lib/domain/bucket-keys";
import { hasCode } from "@/lib/domain/errors";
import type { Evidence } from "@/lib/domain/evidence/evidence";
import { evidencePage } from "@/lib/domain/evidence/evidence-page";
import { parseJson } from "@/lib/domain/json";
import type { ObjectStore } from "@/lib/ports/object-store";
import { receiptHash } from "./digest";

/** All that the next one names of it. */
const sealed = z.looseObject({ hash: z.string().optional() });

const PACK = "evidence.json";
const PAGE = "evidence.html";

/** The newest pack, to be named by the next one; undefined before the first. */
export async function previousEvidence(records: ObjectStore): Promise<Evidence["previous"]> {
  const folders = await records.listFolders(EVIDENCE_PREFIX);
  for (const folder of folders.reverse()) {
    const key = `${folder}${PACK}`;
    try {
      const pack = sealed.safeParse(parseJson((await records.readText(key)).text)).data;
      return { key, hash: pack?.hash ?? "none" };
    } catch (error) {
      // A pack is written page first: one without its JSON was never finished.
      if (!hasCode(error, "object-missing")) throw error;
    }
  }
  return undefined;
}

export interface SealedEvidence {
  pack: Evidence;
  files: { name: string; text: string; type: string }[];
}

/** With its hash; as it is written. */
export function sealEvidence(evidence: Evidence): SealedEvidence {
  const pack = { ...evidence, hash: receiptHash(evidence) };
  return {
    pack,
    files: [
      { name: PAGE, text: evidencePage(pack), type: "text/html; charset=utf-8" },
      { name: PACK, text: `${JSON.stringify(pack, null, 2)}\n`, type: "application/json" },
    ],
  };
}

/** Written once, the JSON last. @returns the key of the JSON */
export async function writeEvidence(records: ObjectStore, { pack, files }: SealedEvidence): Promise<string> {
  let key = "";
  for (const { name, text, type } of files) {
    key = evidenceKey(pack.created_at, pack.period, name);
    await records.put(key, text, { onlyIf: "absent", contentType: type });
  }
  return key;
}
