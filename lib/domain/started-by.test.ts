import { expect, it } from "vitest";
import { startedBy, startedByLine } from "./started-by";

it("tells what started it, and who", () => {
  expect(startedBy({ trigger: "schedule" })).toEqual(["Schedule"]);
  expect(startedBy({ trigger: "manual", actor: "ines" })).toEqual(["Manual", "ines"]);
  expect(startedBy({ trigger: "retry", actor: "omar" })).toEqual(["Retry", "omar"]);
});

it("names the command line, where nobody has a name, and nothing where nothing was kept", () => {
  expect(startedByLine({ trigger: "manual" })).toBe("Manual, command line");
  expect(startedBy({})).toEqual([]);
  expect(startedByLine({})).toBe("–");
});
