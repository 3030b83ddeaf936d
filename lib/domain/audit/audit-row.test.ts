import { expect, test } from "vitest";
import type { AuditEntry } from "./audit-entry";
import { auditEntry } from "./audit-entry-schema";
import { auditRows } from "./audit-row";

const entry = (number: number, more: Partial<AuditEntry>): AuditEntry =>
  auditEntry.parse({
    ...{ version: 1, number, at: `2026-04-16T02:00:0${number}.000Z`, request: "a1", phase: "intent" },
    ...{ action: "stop a run", actor: { kind: "person", id: 7, login: "olga", role: "operator" } },
    ...more,
  });

test("intent and outcome of one act are one row: when it was begun, and what became of it", () => {
  const outcome = entry(3, { phase: "outcome", result: "failed", detail: "no", about: "more" });
  for (const order of [
    [outcome, entry(1, { about: "less" })],
    [entry(1, { about: "less" }), outcome],
  ])
    expect(auditRows(order)).toMatchObject([
      { at: "2026-04-16T02:00:01.000Z", who: "olga", id: 7, result: "failed", detail: "no", about: "more" },
    ]);
});

test("an intent without an outcome is begun, not done", () => {
  expect(auditRows([entry(1, {})])).toMatchObject([{ result: "begun" }]);
});

test("what only happened is a row of its own, each time; requests and people are kept apart", () => {
  const refusal = { phase: "event", result: "refused" } as const;
  expect(auditRows([entry(2, refusal), entry(1, refusal)])).toHaveLength(2);
  expect(auditRows([entry(2, { request: "b" }), entry(1, {})])).toHaveLength(2);
  expect(
    auditRows([entry(2, { actor: { kind: "task", verb: "backup", trigger: "schedule" } }), entry(1, {})]),
  ).toHaveLength(2);
});
