import "server-only";
import { AppError, asAppError } from "@/lib/domain/errors";
import { redactDeep } from "@/lib/domain/redact";

/** What every failed call answers with. */
export interface ErrorAnswer {
  code: string;
  message: string;
  hint: string;
  /** Also in the console's log, beside everything that is known of the error. */
  reference: string;
}

/** Any thrown value as an answer. A stranger's message stays in the log: it may hold what is nobody's business. */
export function errorAnswer(error: unknown, where: string, reference: string): Response {
  const known = asAppError(error);
  const stranger = known.code === "unexpected";
  log(known, where, reference);
  const shown = stranger ? new AppError("unexpected", { detail: "the console's log has the details" }) : known;
  const answer: ErrorAnswer = { code: shown.code, message: shown.message, hint: shown.hint, reference };
  const headers = new Headers({ "cache-control": "no-store" });
  if (known.code === "too-many-requests") headers.set("retry-after", String(known.facts.seconds));
  return Response.json(answer, { status: known.http, headers });
}

function log(error: AppError, where: string, reference: string): void {
  const line = { reference, where, code: error.code, message: error.message };
  // A refusal is no fault of the console, yet whoever is given its reference must find it here.
  if (error.http < 500) {
    console.info(JSON.stringify(redactDeep({ level: "info", ...line })));
    return;
  }
  const stack = error.cause instanceof Error ? error.cause.stack : error.stack;
  console.error(JSON.stringify(redactDeep({ level: "error", ...line, stack })));
}
