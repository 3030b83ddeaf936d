import { expect, test } from "vitest";
import { auditEntry } from "./audit/audit-entry-schema";
import { signOutKey } from "./bucket-keys";
import { accountName, directoryOf } from "./person-id";
import { personId, personIdAt } from "./person-id-schema";

const ISSUER = "https://acme.okta.example/oauth2/default";

test("people of GitHub and of each issuer are told apart, whatever their subject is", () => {
  const nora = personIdAt(ISSUER, "00u1 with a space");
  expect(directoryOf(nora)).toBe(ISSUER);
  expect(directoryOf(7001)).toBe("GitHub");
  expect([accountName(7001), accountName(nora)]).toEqual(["GitHub account 7001", `${ISSUER} 00u1 with a space`]);
  expect(personIdAt(ISSUER, "7001")).not.toBe(7001);
  for (const wrong of [
    0,
    -1,
    1.5,
    "7001",
    "00u1",
    "https://idp.example",
    "https://idp.example ",
    "ftp://idp.example x",
  ])
    expect(personId.safeParse(wrong).success, String(wrong)).toBe(false);
});

test("each has one key for a sign-out, in one folder", () => {
  expect(signOutKey(7001)).toBe("sessions/7001.json");
  expect(signOutKey(personIdAt(ISSUER, "../../audit/x"))).toMatch(/^sessions\/[^/]+\.json$/);
});

test("entries of the audit trail from before are read as they are, and those of either kind of person", () => {
  const entry = (actor: object) => ({
    ...{ version: 1, number: 1, at: "2026-04-16T02:00:00.000Z", request: "a", phase: "event", action: "sign in" },
    actor: { kind: "person", login: "x", ...actor },
    result: "done",
  });
  for (const id of [7001, personIdAt(ISSUER, "00u1")])
    expect(auditEntry.parse(entry({ id, role: "viewer" }))).toMatchObject({ actor: { id } });
  expect(auditEntry.safeParse(entry({ id: "vera" })).success).toBe(false);
});
