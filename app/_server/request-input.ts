// What a request says, checked before anybody acts on it.
import "server-only";
import type { NextRequest } from "next/server";
import type { z } from "zod";
import { boundedText } from "@/lib/bounded-text";
import { AppError } from "@/lib/domain/errors";
import { parseJson } from "@/lib/domain/json";

/** The largest body any handler needs names ten thousand repositories to restore, each in some forty characters. */
const MAX_BODY_BYTES = 1024 * 1024;

export function queryOf(request: NextRequest): Record<string, string> {
  return Object.fromEntries(request.nextUrl.searchParams);
}

/** The JSON object of the body; empty without one. @throws AppError input-invalid, not-json, body-too-large */
export async function bodyOf(request: Request): Promise<object> {
  if (request.method === "GET" || request.method === "HEAD") return {};
  // What a form can send (text, urlencoded, multipart) is no request of ours, whatever is in it.
  if (!/^application\/json *(;|$)/i.test(request.headers.get("content-type") ?? "")) throw new AppError("not-json");
  const text = await boundedText(request.body, MAX_BODY_BYTES);
  if (text === undefined) throw new AppError("body-too-large", { limit: MAX_BODY_BYTES });
  if (text === "") return {};
  const json = parseJson(text);
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new AppError("input-invalid", { problem: "the body is not a JSON object" });
  return json;
}

/** @throws AppError input-invalid, naming the first field that is wrong */
export function check<I>(schema: z.ZodType<I>, raw: unknown): I {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join(".");
  throw new AppError("input-invalid", { problem: field ? `${field}: ${issue?.message}` : issue?.message });
}
