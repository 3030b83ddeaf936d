import { expect, test } from "vitest";
import { placeRefusal } from "./place-refusal";

test("a standby restores and starts nothing else", () => {
  const standby = { standby: true, holds: true };
  for (const action of ["start a backup", "start a proof", "start a drill", "hold a snapshot"] as const)
    expect(placeRefusal(action, standby)).toBe("This is a standby: it restores only.");
  expect(placeRefusal("restore a repository", standby)).toBeUndefined();
});

test("where no task holds snapshots it says what makes one, and everything else is offered", () => {
  expect(placeRefusal("hold a snapshot", { holds: false })).toMatch(/deploying the current infra makes it/);
  expect(placeRefusal("start a backup", { holds: false })).toBeUndefined();
  expect(placeRefusal("hold a snapshot", { holds: true })).toBeUndefined();
});
