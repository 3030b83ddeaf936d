// Environment variables by a schema of env.ts: `parse` is a function of its argument. A wrong or missing variable gives one
// message each, all at once.
import { z } from "zod";
import { AppError } from "@/lib/domain/errors";

export type Environment = Record<string, string | undefined>;

/**
 * Parses `env` by `schema`. Empty variables count as missing; AWS_DEFAULT_REGION stands in for AWS_REGION.
 * @throws AppError settings-invalid with a line per variable that is missing or wrong
 */
export function parse<T extends z.ZodObject>(schema: T, env: Environment): z.infer<T> {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const result = schema.safeParse({ AWS_REGION: present.AWS_DEFAULT_REGION, ...present });
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const meaning = schema.shape[name]?.description ?? meaningOf(schema, name);
    const what =
      present[name] === undefined && !(name === "AWS_REGION" && present.AWS_DEFAULT_REGION)
        ? "is missing"
        : `is wrong: ${issue.message}`;
    return `  ${name} ${what}${meaning ? ` (${meaning})` : ""}`;
  });
  throw new AppError("settings-invalid", { problems: [...new Set(problems)].join("\n") });
}

/** Name, meaning and default of every variable of a schema, for `--help` and the docs. */
export function describeVariables(
  schema: z.ZodObject,
): { name: string; meaning: string; required: boolean; fallback?: string }[] {
  return Object.keys(schema.shape).map((name) => {
    const member = schema.shape[name] as z.ZodType;
    const empty = member.safeParse(undefined);
    const fallback = empty.success && empty.data !== undefined ? String(empty.data) : undefined;
    return { name, meaning: meaningOf(schema, name), required: !empty.success, fallback };
  });
}

function meaningOf(schema: z.ZodObject, name: string): string {
  let member: unknown = schema.shape[name];
  while (member instanceof z.ZodType) {
    if (member.description) return member.description;
    const { def } = member;
    // A transformed value is described by what goes into it, where it is not itself.
    member = "innerType" in def ? def.innerType : "in" in def ? def.in : undefined;
  }
  return "";
}
