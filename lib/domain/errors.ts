// The one error type. Adapters and workers throw AppError; its words come from error-table.ts.
import { ERRORS } from "./error-table";
import { redactDeep } from "./redact";

export type ErrorCode = keyof typeof ERRORS;
export type ErrorFacts = Record<string, string | number | undefined>;

/** What is shown and stored of an error: no stack, no secret. */
export type Problem = {
  code: ErrorCode;
  message: string;
  hint: string;
  /** Under which the console's log has it; given with the answer. */
  reference?: string;
};

/** A bundler may put this module into one process twice; by this mark the errors of either copy are known as ours. */
const OURS = Symbol.for("holdfast.AppError");

/**
 * The one error type of Holdfast. `facts` fill the sentence. Others' words are among them (GitHub's, git's, a library's), and
 * whatever is told, recorded or answered of an error is made of them: so a token they quote is removed here, for all.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;
  readonly [OURS] = true;

  static override [Symbol.hasInstance](value: unknown): value is AppError {
    return typeof value === "object" && value !== null && OURS in value;
  }

  constructor(code: ErrorCode, facts: ErrorFacts = {}, options?: { cause?: unknown }) {
    const clean = redactDeep(facts);
    super(fill(ERRORS[code].sentence, clean), options);
    this.name = "AppError";
    this.code = code;
    this.facts = clean;
  }

  get hint(): string {
    return fill(ERRORS[this.code].hint, this.facts);
  }

  get retryable(): boolean {
    return ERRORS[this.code].retryable;
  }

  get http(): number {
    return ERRORS[this.code].http;
  }

  get exit(): number {
    return ERRORS[this.code].exit;
  }
}

/** Whether what a code tells of may pass by itself; what is no code of ours may not. */
export const isRetryable = (code: string): boolean =>
  Object.hasOwn(ERRORS, code) && ERRORS[code as ErrorCode].retryable;

/** Whether `error` is one of ours with one of these codes: the question callers ask instead of a class tree. */
export function hasCode(error: unknown, ...codes: ErrorCode[]): error is AppError {
  return error instanceof AppError && codes.includes(error.code);
}

/** Any thrown value as an AppError; a stranger becomes `unexpected` with its message as detail and itself as cause. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new AppError("unexpected", { detail }, { cause: error });
}

export function problemOf(error: unknown): Problem {
  const known = asAppError(error);
  return { code: known.code, message: known.message, hint: known.hint };
}

function fill(template: string, facts: ErrorFacts): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? "unknown"));
}
