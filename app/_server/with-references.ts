// Parts of an answer that are not known, though the answer is there: each leads to the console's log like a call that failed.
import "server-only";
import type { Problem } from "@/lib/domain/errors";
import { redactDeep } from "@/lib/domain/redact";

/** Under these names an answer says what it could not read. */
const TELLS = new Set(["problem", "notice", "proofsProblem"]);

/**
 * The same answer with `reference` at each of its problems, and a line in the log under it; or with that of the line that
 * tells the same already. What is not concerned is the same object: answers are shared and kept, so none is changed in place.
 */
export function withReferences<T>(answer: T, where: string, reference: string): T {
  if (!isPlain(answer)) return answer;
  const changed = Object.entries(answer).flatMap(([name, member]) => {
    const told = memberTold(name, member, where, reference);
    return told === member ? [] : [[name, told] as const];
  });
  return changed.length === 0 ? answer : { ...answer, ...Object.fromEntries(changed) };
}

function memberTold(name: string, member: unknown, where: string, reference: string): unknown {
  if (!isPlain(member)) return member;
  if (TELLS.has(name) && isProblem(member)) return noted(member, where, reference);
  if (member.known === false && isProblem(member.problem))
    return { ...member, problem: noted(member.problem, `${where}: ${name}`, reference) };
  if (member.known !== true) return member;
  const value = withReferences(member.value, where, reference);
  return value === member.value ? member : { ...member, value };
}

/** What is told again within this time leads to the line that is there: fifty viewers who look every few seconds write one. */
const SAME_FOR_MS = 60_000;
const MOST = 1000;
const noticed = new Map<string, { reference: string; until: number }>();

function noted(problem: Problem, where: string, reference: string): Problem {
  const { code, message } = problem;
  const now = Date.now();
  const what = `${where} ${code} ${message}`;
  const before = noticed.get(what);
  if (before && before.until > now) return { ...problem, reference: before.reference };
  for (const [each, { until }] of noticed) if (until <= now || noticed.size >= MOST) noticed.delete(each);
  noticed.set(what, { reference, until: now + SAME_FOR_MS });
  console.warn(JSON.stringify(redactDeep({ level: "warn", reference, where, code, message })));
  return { ...problem, reference };
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Response);

const isProblem = (value: unknown): value is Problem =>
  isPlain(value) && typeof value.code === "string" && typeof value.message === "string" && !("reference" in value);
