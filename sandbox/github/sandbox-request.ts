import type { z } from "zod";

/** A sentence for whoever called; becomes a 400. */
export class Refusal extends Error {}

export function check<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`);
  throw new Refusal(`${problems.join("; ")}; see sandbox/github/sandbox-*.ts for the fields`);
}
