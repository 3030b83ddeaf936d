import type { z } from "zod";
import type { KnownToken } from "@/lib/domain/api-token/api-token";
import { apiToken, tokenApproval, tokenRevocation, tokenUse } from "@/lib/domain/api-token/api-token-schema";
import type { TokenId } from "@/lib/domain/api-token/token-text";
import { parseTokenFolder, TOKENS_PREFIX, type TokenFile, tokenKey, tokenUseKey } from "@/lib/domain/bucket-keys";
import { AppError, hasCode } from "@/lib/domain/errors";
import type { ObjectStore } from "@/lib/ports/object-store";
import { readRecord, toJson } from "../json-record";

/** In no order that means anything. What is no token's folder is left out. */
export async function listTokenIds(records: ObjectStore): Promise<TokenId[]> {
  const folders = await records.listFolders(TOKENS_PREFIX);
  return folders.flatMap((folder) => parseTokenFolder(folder) ?? []);
}

/** All that was said of it so far. @throws AppError not-found, record-invalid, storage-* */
export async function readToken(records: ObjectStore, id: TokenId): Promise<KnownToken> {
  const [{ value: token }, approval, revocation] = await Promise.all([
    readRecord(records, tokenKey(id, "token"), apiToken, `the token ${id}`),
    readIfThere(records, tokenKey(id, "approval"), tokenApproval),
    readIfThere(records, tokenKey(id, "revocation"), tokenRevocation),
  ]);
  // One that was carried over from another folder.
  if (token.id !== id)
    throw new AppError("record-invalid", { key: tokenKey(id, "token"), detail: `it is token ${token.id}` });
  return { token, approval, revocation };
}

/** Of several that write the same one, one succeeds. @throws AppError object-exists, storage-* */
export async function writeTokenFile(records: ObjectStore, id: TokenId, file: TokenFile, value: object): Promise<void> {
  await records.put(tokenKey(id, file), toJson(value), { onlyIf: "absent", contentType: "application/json" });
}

/** The day of its last use. @throws AppError record-invalid, storage-* */
export async function readTokenUse(records: ObjectStore, id: TokenId): Promise<string | undefined> {
  return (await readIfThere(records, tokenUseKey(id), tokenUse))?.day;
}

export async function writeTokenUse(records: ObjectStore, id: TokenId, day: string): Promise<void> {
  await records.put(tokenUseKey(id), toJson({ version: 1, day }), { contentType: "application/json" });
}

/** Undefined where there is none. A record that is there and cannot be read is no "none". */
export async function readIfThere<T>(records: ObjectStore, key: string, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    return (await readRecord(records, key, schema, key)).value;
  } catch (error) {
    if (hasCode(error, "not-found")) return undefined;
    throw error;
  }
}
