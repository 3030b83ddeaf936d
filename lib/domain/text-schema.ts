// The schema of a text that has to follow a rule.
import { z } from "zod";
import type { TextRule } from "./text-rule";

export function textBy({ form, also, least, most, wrong }: TextRule): z.ZodString {
  let schema = z.string();
  if (least !== undefined) schema = schema.min(least);
  if (most !== undefined) schema = schema.max(most);
  schema = schema.regex(form, wrong);
  return also ? schema.refine(also, wrong) : schema;
}
