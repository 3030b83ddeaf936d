import { expect, test } from "vitest";
import { actToStop } from "./act-to-stop";
import { may } from "./role";

const OMAR = 12;
const PAU = "https://acme.okta.com 00u2";

test("one's own run is stopped as one's own, by whomever one is vouched for, and whether a token started it or oneself", () => {
  expect(actToStop({ actor: "omar", actor_id: OMAR }, OMAR)).toBe("stop a run");
  expect(actToStop({ actor: "token nightly of omar", actor_id: OMAR }, OMAR)).toBe("stop a run");
  expect(actToStop({ actor: "pau@acme.example", actor_id: PAU }, PAU)).toBe("stop a run");
});

test("what the schedule or a command line started is nobody's, and any operator stops it", () => {
  expect(actToStop({}, OMAR)).toBe("stop a run");
  expect(may("operator", actToStop({}, OMAR))).toBe(true);
});

test("a run of somebody else takes an administrator, also where both have the same name or the id is not told", () => {
  for (const record of [{ actor: "ines", actor_id: 13 }, { actor: "omar", actor_id: PAU }, { actor: "omar" }]) {
    expect(actToStop(record, OMAR)).toBe("stop somebody else's run");
    expect(may("operator", actToStop(record, OMAR))).toBe(false);
    expect(may("admin", actToStop(record, OMAR))).toBe(true);
  }
});
