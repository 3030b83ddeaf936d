import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { approvalId, runId } from "../ids-schema";
import { personIdAt } from "../person-id-schema";
import {
  type Approval,
  type ApprovalDecision,
  type ApprovalEnd,
  approvalState,
  isOpen,
  type NamedPerson,
} from "./approval";
import { decisionRefusal, flawOf, startRefusal, withdrawalRefusal } from "./approval-rules";

const omar: NamedPerson = { id: 1, login: "omar", role: "operator" };
const ines: NamedPerson = { id: 2, login: "ines", role: "admin" };
const igor: NamedPerson = { id: 3, login: "igor", role: "admin" };
const PEOPLE = [omar, ines, igor, { id: 4, login: "vera", role: "viewer" } as const];
const run = runId.parse("20261121T040000Z-aaaaaa");
const at = (hour: number) => new Date(Date.UTC(2026, 10, 21, hour)).toISOString();
const when = (hour: number) => new Date(at(hour));

const request = (by: NamedPerson): Approval["request"] => ({
  ...{ version: 1, id: approvalId.parse("20261121T030000Z-abcdef"), act: "bulk-restore", plan_digest: "sha256:1" },
  ...{ about: "2 repositories", by, at: at(3), until: at(15), why: "drill" },
});
const said = (by: NamedPerson, decision: ApprovalDecision["decision"] = "approved", hour = 4): ApprovalDecision => ({
  ...{ version: 1, decision, plan_digest: "sha256:1", by, at: at(hour) },
});
const used = (by = omar, hour = 5): ApprovalEnd => ({ version: 1, end: "used", run, by, at: at(hour) });
const withdrawn: ApprovalEnd = { version: 1, end: "withdrawn", by: omar, at: at(5) };
const asked: Approval = { request: request(omar) };
const approved: Approval = { ...asked, decision: said(ines) };

describe("the state of a request", () => {
  test.each([
    ["requested", asked, 14],
    ["expired", asked, 15],
    ["approved", approved, 14],
    ["expired", approved, 15],
    ["refused", { ...asked, decision: said(ines, "refused") }, 20],
    ["withdrawn", { ...approved, end: withdrawn }, 6],
    ["used", { ...approved, end: used() }, 20],
  ] as const)("is %s", (state, approval, hour) => {
    expect(approvalState(approval, when(hour))).toBe(state);
  });

  test("never opens again, whatever time it is", () => {
    fc.assert(
      fc.property(fc.constantFrom(...EVERY), fc.nat(40), fc.nat(40), (approval, one, other) => {
        const [earlier, later] = [Math.min(one, other), Math.max(one, other)];
        if (!isOpen(approval, when(earlier))) expect(isOpen(approval, when(later))).toBe(false);
      }),
    );
  });
});

describe("deciding", () => {
  test("is another administrator's", () => {
    expect(decisionRefusal(asked, ines, when(4))).toBeUndefined();
    expect(decisionRefusal(asked, { ...ines, role: "operator" }, when(4))?.code).toBe("not-allowed");
  });

  test("is not for whoever asked, an administrator too, and under another login too", () => {
    const own: Approval = { request: request(ines) };
    expect(decisionRefusal(own, { ...ines, login: "ines-renamed" }, when(4))?.code).toBe("approval-own");
  });

  test("is not for somebody whom another directory vouches for: it may be the same person", () => {
    const nora: NamedPerson = {
      id: personIdAt("https://idp.example", "00u1"),
      login: "nora@acme.example",
      role: "admin",
    };
    const norman: NamedPerson = { ...nora, id: personIdAt("https://idp.example", "00u2") };
    expect(decisionRefusal(asked, nora, when(4))?.code).toBe("approval-other-directory");
    expect(decisionRefusal({ request: request(nora) }, ines, when(4))?.code).toBe("approval-other-directory");
    expect(decisionRefusal({ request: request(nora) }, norman, when(4))).toBeUndefined();
    expect(
      startRefusal({ ...asked, decision: said(nora) }, { digest: "sha256:1", person: omar, run }, when(5))?.code,
    ).toBe("approval-unsound");
  });

  test("is over when it was decided, withdrawn or has expired", () => {
    for (const [approval, hour] of [
      [approved, 4],
      [{ ...asked, end: withdrawn }, 6],
      [asked, 15],
    ] as const)
      expect(decisionRefusal(approval, igor, when(hour))?.code).toBe("approval-closed");
  });
});

test("taking back is for whoever asked and for administrators, as long as it is not used", () => {
  expect(withdrawalRefusal(approved, omar, when(4))).toBeUndefined();
  expect(withdrawalRefusal(approved, igor, when(4))).toBeUndefined();
  expect(withdrawalRefusal(approved, { ...omar, id: 9 }, when(4))?.code).toBe("not-allowed");
  expect(withdrawalRefusal({ ...approved, end: used() }, omar, when(6))?.code).toBe("approval-closed");
});

describe("starting", () => {
  const use = { digest: "sha256:1", person: omar, run };
  const code = (approval: Approval, more: Partial<typeof use> = {}, hour = 5) =>
    startRefusal(approval, { ...use, ...more }, when(hour))?.code;

  test("is for whoever asked, of this very plan, approved, in time", () => {
    expect(code(approved)).toBeUndefined();
    expect(code(approved, { person: ines })).toBe("approval-not-yours");
    expect(code(approved, { digest: "sha256:2" })).toBe("approval-other-plan");
    expect(code(asked)).toBe("approval-closed");
    expect(code(approved, {}, 15)).toBe("approval-closed");
  });

  test("is done once; the same start asked for again is the same", () => {
    const taken = { ...approved, end: used() };
    expect(code(taken)).toBeUndefined();
    expect(code(taken, { run: runId.parse("20261121T040001Z-bbbbbb") })).toBe("approval-closed");
  });

  test("never goes by one person's word alone, whatever the objects say", () => {
    let started = 0;
    for (const approval of EVERY.filter(({ end }) => !end))
      for (const person of PEOPLE)
        for (const hour of HOURS) {
          if (startRefusal(approval, { ...use, person }, when(hour))) continue;
          started++;
          expect(person.id).toBe(approval.request.by.id);
          expect(approval.decision).toMatchObject({ decision: "approved", by: { role: "admin" } });
          expect(approval.decision?.by.id).not.toBe(person.id);
          expect(hour).toBeLessThan(15);
        }
    expect(started).toBeGreaterThan(0);
  });
});

describe("what carries a run out finds the flaw", () => {
  const whole = { ...approved, end: used() };
  test("and none where all fits together", () => {
    expect(flawOf(whole, "sha256:1", run)).toBeUndefined();
  });

  test.each<[string, Approval, string?]>([
    ["another plan", whole, "sha256:2"],
    ["nobody has decided", { ...whole, decision: undefined }],
    ["refused", { ...whole, decision: said(ines, "refused") }],
    ["do not belong together", { ...whole, decision: said(omar) }],
    ["do not belong together", { ...whole, decision: { ...said(ines), plan_digest: "sha256:2" } }],
    ["do not belong together", { ...whole, decision: said({ ...ines, role: "operator" }) }],
    ["do not belong together", { ...whole, decision: said(ines, "approved", 15) }],
    ["not taken up", approved],
    ["withdrawn", { ...approved, end: withdrawn }],
    ["used by run", { ...approved, end: { ...used(), run: runId.parse("20261121T040001Z-bbbbbb") } as ApprovalEnd }],
    ["had expired", { ...approved, end: used(omar, 15) }],
  ])("%s", (flaw, approval, digest = "sha256:1") => {
    expect(flawOf(approval, digest, run)).toContain(flaw);
  });

  test("in everything but what another administrator approved, in time, for this very run", () => {
    const sound = EVERY.filter((approval) => flawOf(approval, "sha256:1", run) === undefined);
    expect(sound.length).toBeGreaterThan(0);
    for (const { request: asked, decision, end } of sound) {
      expect(decision).toMatchObject({ decision: "approved", by: { role: "admin" } });
      expect(decision?.by.id).not.toBe(asked.by.id);
      expect(end).toMatchObject({ end: "used", run });
      for (const word of [decision, end]) expect(word && word.at < asked.until).toBe(true);
    }
  });
});

/** Before it ends, and after. */
const HOURS = [4, 14, 15, 20];
/** Objects as somebody may have written them, in every combination. */
const EVERY: Approval[] = PEOPLE.map(request).flatMap((asking) =>
  [undefined, ...everyWord()].flatMap((decision) =>
    [undefined, withdrawn, ...PEOPLE.flatMap((by) => HOURS.map((hour) => used(by, hour)))].map((end) => ({
      ...{ request: asking, decision, end },
    })),
  ),
);

function everyWord(): ApprovalDecision[] {
  return PEOPLE.flatMap((by) =>
    (["approved", "refused"] as const).flatMap((decision) => HOURS.map((hour) => said(by, decision, hour))),
  );
}
