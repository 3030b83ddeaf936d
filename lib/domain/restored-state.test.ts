import { describe, expect, test } from "vitest";
import type { FollowedRun } from "./followed-run";
import type { RearmChange } from "./restore-request";
import { changing, lastChange, restoredState } from "./restored-state";

const run = (change: RearmChange, state = "succeeded") =>
  ({ record: { state, restore: { request: { kind: "rearm", change } } } }) as unknown as FollowedRun;

const MADE = { repository: "acme/x", id: 1, url: "", visibility: "private", actionsEnabled: false };

describe("a restored repository", () => {
  test("is as its receipt says until it is changed", () => {
    expect(restoredState(MADE, [])).toEqual({
      actionsEnabled: false,
      visibility: "private",
      archived: false,
      deleted: false,
    });
    expect(restoredState({ ...MADE, archived: true }, []).archived).toBe(true);
  });
  test("is as the last change that succeeded left it", () => {
    const changes = [
      run({ action: "enable-actions" }),
      run({ action: "set-visibility", visibility: "internal" }),
      run({ action: "set-visibility", visibility: "public" }, "failed"),
      run({ action: "archive", archived: true }),
      run({ action: "archive", archived: false }),
    ];
    expect(restoredState(MADE, changes)).toEqual({
      actionsEnabled: true,
      visibility: "internal",
      archived: false,
      deleted: false,
    });
    expect(lastChange(changes, "set-visibility")?.record.state).toBe("failed");
  });
  test("is not changed twice at once", () => {
    expect(changing([run({ action: "delete" }, "running")])).toBe(true);
    expect(changing([run({ action: "delete" })])).toBe(false);
  });
});
