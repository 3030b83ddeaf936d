import { z } from "zod";
import { ERRORS } from "../error-table";
import type { ErrorCode, Problem } from "../errors";
import { side } from "../side-schema";
import { named } from "./schema";

const CODES = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];
const code = z.enum(CODES);
const said = { message: z.string(), hint: z.string() };

export const problem = named<Problem>()(
  "Problem",
  z.strictObject({ code, ...said, reference: z.string().optional() }),
  "Why something is not known.",
);

/** What a page is told of a problem. */
export const plainProblem = z.strictObject(said);

/** What every failed call answers with. */
export interface FailedAnswer extends Problem {
  /** Also in the console's log. */
  reference: string;
}

export const failedAnswer = named<FailedAnswer>()(
  "Error",
  z.strictObject({ code, ...said, reference: z.string() }),
  "What every failed call answers with. The code is stable; the console's log has everything under the reference.",
);

/** As part.ts has it: the value, or why it is not known. */
export const part = <S extends z.ZodType>(value: S) =>
  z.discriminatedUnion("known", [
    z.strictObject({ known: z.literal(true), value }),
    z.strictObject({ known: z.literal(false), problem }),
  ]);

export const sides = <S extends z.ZodType>(each: S) => z.record(side, each);

/** As row-page.ts has it. */
export const rowPage = <S extends z.ZodType>(row: S) => ({
  rows: z.array(row),
  ...{ found: z.number(), total: z.number(), page: z.number(), pages: z.number() },
});
