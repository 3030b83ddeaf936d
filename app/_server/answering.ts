// What every API handler has in common, next-auth's too: a reference, errors as JSON, and the count of those that are ours.
import "server-only";
import { randomBytes } from "node:crypto";
import type { NextRequest } from "next/server";
import { asAppError } from "@/lib/domain/errors";
import { countError } from "./count-error";
import { errorAnswer } from "./error-answer";
import { services } from "./services";
import { withReferences } from "./with-references";

export type PathParams = Record<string, string | string[] | undefined>;
export type Context = { params: Promise<PathParams> };
export type Handler = (request: NextRequest, context: Context) => Promise<Response>;
type Work = (request: NextRequest, context: Context, reference: string) => Promise<unknown>;

export function answering(work: Work): Handler {
  return async (request, context) => {
    const reference = randomBytes(4).toString("hex");
    try {
      const result = await work(request, context, reference);
      if (result instanceof Response) return result;
      const where = `${request.method} ${request.nextUrl.pathname}`;
      return Response.json(withReferences(result ?? null, where, reference), {
        headers: { "cache-control": "no-store" },
      });
    } catch (error) {
      const answer = errorAnswer(error, `${request.method} ${request.nextUrl.pathname}`, reference);
      // Without settings there is nothing to count with, and no console either.
      if (asAppError(error).code !== "settings-invalid") void countError(services().metrics, answer.status);
      return answer;
    }
  };
}
