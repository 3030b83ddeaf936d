// The command line of `verify`: read into the same request that the console makes.
import { AppError } from "@/lib/domain/errors";
import { parseInput, repositoryName, snapshotId } from "@/lib/domain/ids-schema";
import type { VerifyRequest } from "@/lib/domain/proof-run";
import { side } from "@/lib/domain/side-schema";

export const VERIFY_OPTIONS = {
  repository: { type: "string" },
  snapshot: { type: "string" },
  all: { type: "boolean" },
  side: { type: "string" },
} as const;

type Values = { [name: string]: string | boolean | undefined };

/** Undefined without any option: what the run's record asks for, else the day's share. @throws AppError input-invalid */
export function verifyRequestFrom(values: Values): VerifyRequest | undefined {
  const given = Object.keys(values).filter((name) => values[name] !== undefined);
  const strange = given.find((name) => !(name in VERIFY_OPTIONS));
  if (strange) throw new AppError("input-invalid", { problem: `--${strange} is not for verify; see --help` });
  if (given.length === 0) return undefined;
  const read = <T>(name: string, parse: (value: unknown) => T) =>
    values[name] === undefined ? undefined : parse(values[name]);
  const repository = read("repository", (value) => parseInput(repositoryName, value, "--repository"));
  const snapshot = read("snapshot", (value) => parseInput(snapshotId, value, "--snapshot"));
  const only = read("side", (value) => parseInput(side, value, "--side"));
  if (values.all && (repository || snapshot))
    throw new AppError("input-invalid", { problem: "--all is everything; leave out --repository and --snapshot" });
  const scope = repository ? "repository" : snapshot ? "snapshot" : values.all ? "all" : "share";
  return { scope, repository, snapshot, side: only };
}
