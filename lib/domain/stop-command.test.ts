import { expect, test } from "vitest";
import { stopCommand } from "./stop-command";

test("a run is stopped from a shell by its task, where that runs", () => {
  const task = "arn:aws:ecs:eu-west-1:123456789012:task/holdfast-prod/8f3c";
  expect(stopCommand(task)).toBe(`aws ecs stop-task --region eu-west-1 --cluster holdfast-prod --task ${task}`);
});
