// The command line of `hold`: read into the same request that the console makes.
import { AppError } from "@/lib/domain/errors";
import type { HoldRequest } from "@/lib/domain/hold-run";
import { holdRequest } from "@/lib/domain/hold-run-schema";
import { parseInput } from "@/lib/domain/ids-schema";

export const HOLD_OPTIONS = ["snapshot", "repository", "why"] as const;

type Values = { [name: string]: string | boolean | string[] | undefined };

/**
 * Undefined without any option: what the run's record asks for.
 * @param repositories each `--repository` of the command line; `values` has the last
 * @throws AppError input-invalid naming the option that is missing or wrong
 */
export function holdRequestFrom(values: Values, repositories: readonly string[]): HoldRequest | undefined {
  const given = Object.keys(values).filter((name) => values[name] !== undefined);
  const strange = given.find((name) => !HOLD_OPTIONS.some((each) => each === name));
  if (strange) throw new AppError("input-invalid", { problem: `--${strange} is not for hold; see --help` });
  if (given.length === 0) return undefined;
  const { shape } = holdRequest;
  return {
    snapshot: parseInput(shape.snapshot, values.snapshot, "--snapshot"),
    repositories: repositories.length > 0 ? parseInput(shape.repositories, repositories, "--repository") : undefined,
    why: parseInput(shape.why, values.why, "--why"),
  };
}
