// What a request says, checked before anybody acts on it.
import "server-only";
import type { NextRequest } from "next/server";
import type { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { parseJson } from "@/lib/domain/json";

/** The largest body any handler needs names ten thousand repositories to restore, each in some forty characters. */
export const MAX_BODY_BYTES = 1024 * 1024;

export function queryOf(request: NextRequest): Record<string, string> {
  return Object.fromEntries(request.nextUrl.searchParams);
}

/** The JSON object of the body; empty without one. @throws AppError input-invalid, not-json, body-too-large */
export async function bodyOf(request: Request): Promise<object> {
  if (request.method === "GET" || request.method === "HEAD") return {};
  // What a form can send (text, urlencoded, multipart) is no request of ours, whatever is in it.
  if (!/^application\/json *(;|$)/i.test(request.headers.get("content-type") ?? "")) throw new AppError("not-json");
  const text = await textOf(request, MAX_BODY_BYTES);
  if (text === "") return {};
  const json = parseJson(text);
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new AppError("input-invalid", { problem: "the body is not a JSON object" });
  return json;
}

/** The body, of which no more than `limit` bytes are ever held. @throws AppError body-too-large */
export async function textOf(request: Request, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > limit) throw new AppError("body-too-large", { limit });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** @throws AppError input-invalid, naming the first field that is wrong */
export function check<I>(schema: z.ZodType<I>, raw: unknown): I {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join(".");
  throw new AppError("input-invalid", { problem: field ? `${field}: ${issue?.message}` : issue?.message });
}
