import type { z } from "zod";
import { AppError, hasCode } from "@/lib/domain/errors";
import { parseJson } from "@/lib/domain/json";
import type { ObjectStore } from "@/lib/ports/object-store";

/** A record as it stands in the bucket. `what` names it where there is none. @throws AppError not-found, record-invalid */
export async function readRecord<T>(
  records: ObjectStore,
  key: string,
  schema: z.ZodType<T>,
  what: string,
): Promise<{ value: T; etag: string; json: object }> {
  const { text, etag } = await records.readText(key).catch((error: unknown) => {
    throw hasCode(error, "object-missing") ? new AppError("not-found", { what }, { cause: error }) : error;
  });
  const json = parseJson(text);
  const result = schema.safeParse(json);
  if (!result.success || typeof json !== "object" || json === null)
    throw new AppError("record-invalid", { key, detail: result.error?.issues[0]?.message });
  return { value: result.data, etag, json };
}

export const toJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
