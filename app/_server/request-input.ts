// What a request says, checked before anybody acts on it.
import "server-only";
import type { NextRequest } from "next/server";
import type { z } from "zod";
import { AppError } from "@/lib/domain/errors";

/** The largest body any handler needs names ten thousand repositories to restore, each in some forty characters. */
const MAX_BODY_CHARACTERS = 1024 * 1024;

/** Browsers send Origin with every request that changes something; one without it did not come from our page. */
export function refuseForeignOrigin(request: NextRequest, ownUrl: string): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  if (request.headers.get("origin") !== new URL(ownUrl).origin) throw new AppError("origin-refused");
}

export function queryOf(request: NextRequest): Record<string, string> {
  return Object.fromEntries(request.nextUrl.searchParams);
}

/** The JSON object of the body; empty without one. @throws AppError input-invalid */
export async function bodyOf(request: NextRequest): Promise<object> {
  if (request.method === "GET" || request.method === "HEAD") return {};
  const text = await request.text();
  if (text === "") return {};
  if (text.length > MAX_BODY_CHARACTERS) throw new AppError("input-invalid", { problem: "the body is too large" });
  const json = parseJson(text);
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new AppError("input-invalid", { problem: "the body is not a JSON object" });
  return json;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @throws AppError input-invalid, naming the first field that is wrong */
export function check<I>(schema: z.ZodType<I>, raw: unknown): I {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join(".");
  throw new AppError("input-invalid", { problem: field ? `${field}: ${issue?.message}` : issue?.message });
}
