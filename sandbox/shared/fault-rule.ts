import { z } from "zod";
import { SPOILS } from "./fault-spoil";

const bytes = z.int().nonnegative();
const milliseconds = z.int().nonnegative().max(86_400_000);

const faultActionSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(200).max(599),
    body: z.string().optional(),
    /** The body is in base64: bytes that are no text. */
    base64: z.literal(true).optional(),
    headers: z.record(z.string(), z.string()).optional(),
    handled: z.literal(true).optional(),
  }),
  z.strictObject({ kind: z.literal("reset"), afterBytes: bytes.optional(), handled: z.literal(true).optional() }),
  z.strictObject({ kind: z.literal("truncate"), afterBytes: bytes }),
  z.strictObject({
    kind: z.literal("stall"),
    afterBytes: bytes.optional(),
    handled: z.literal(true).optional(),
    ms: milliseconds.optional(),
  }),
  z.strictObject({ kind: z.literal("delay"), ms: milliseconds }),
  z.strictObject({ kind: z.literal("corrupt"), atByte: bytes }),
  z.strictObject({ kind: z.literal("slow"), bytesPerSecond: z.number().positive() }),
  z.strictObject({ kind: z.literal("headers"), set: z.record(z.string(), z.string().nullable()) }),
  z.strictObject({ kind: z.literal("spoil"), how: z.enum(SPOILS) }),
  z.strictObject({ kind: z.literal("watch") }),
]);

const faultInputSchema = z.strictObject({
  id: z.string().min(1).optional(),
  match: z
    .strictObject({
      method: z.string().toUpperCase().optional(),
      path: z.string().refine(isRegularExpression, "must be a regular expression").optional(),
      body: z.string().refine(isRegularExpression, "must be a regular expression").optional(),
      operation: z.string().optional(),
    })
    .default({}),
  action: faultActionSchema,
  skip: z.int().nonnegative().default(0),
  times: z.int().nonnegative().default(1),
});

/**
 * What goes wrong.
 * - `status`: answered without asking the handler; an empty body unless one is given. `{authorization}` and `{token}` in body
 *   and headers are filled with what the client sent. With `handled` the handler **is**
 *   asked, does its work, and its answer is thrown away for this one.
 * - `reset`: the connection is reset. Without `afterBytes` before the request is handled; with it the request **is**
 *   handled and the answer lost after that many bytes of its body (0: after the headers). With `handled` in its place
 *   nothing of the answer is sent at all; so for `stall`.
 * - `truncate`: the response ends without an error after so many bytes of its body.
 * - `stall`: nothing more is sent for `ms` (for ever when not given), before the request is handled or within the body.
 * - `delay`: the request is handled later. `slow`: the body trickles. `corrupt`: one bit of the body is flipped.
 * - `headers`: headers of the answer are replaced, or lost (null).
 * - `spoil`: a git answer with a pack is wrong within itself, see `SPOILS`.
 * - `watch`: nothing goes wrong; its hits count requests, and the rules behind it apply.
 */
export type FaultAction = z.infer<typeof faultActionSchema>;

/** A fault as asked for: what is left out matches every request, skips none and strikes once. */
export type FaultInput = z.input<typeof faultInputSchema>;

export interface FaultRule {
  id: string;
  /**
   * `path` is a regular expression on path and query, `body` one on the beginning of the request's body, unpacked
   * (`command=fetch` tells a fetch from a listing of refs). All that is given must match.
   */
  match: {
    method?: string | undefined;
    path?: string | undefined;
    body?: string | undefined;
    operation?: string | undefined;
  };
  action: FaultAction;
  /** Lets the first so many matches pass. */
  skip: number;
  /** Then strikes so many times; 0 means until cleared. */
  times: number;
  /** How often it struck. */
  hits: number;
}

/** The rule with its defaults, or the sentence that says what is wrong with it. */
export function parseFault(
  input: unknown,
  newId: () => string,
): { ok: true; rule: FaultRule } | { ok: false; problem: string } {
  const parsed = faultInputSchema.safeParse(input);
  if (parsed.success) return { ok: true, rule: { ...parsed.data, id: parsed.data.id ?? newId(), hits: 0 } };
  const found = parsed.error.issues.map((issue) => `${issue.path.join(".") || "rule"}: ${issue.message}`).join("; ");
  return { ok: false, problem: `this is not a fault rule (${found}); see sandbox/shared/fault-rule.ts for the fields` };
}

function isRegularExpression(source: string): boolean {
  try {
    return Boolean(new RegExp(source));
  } catch {
    return false;
  }
}
