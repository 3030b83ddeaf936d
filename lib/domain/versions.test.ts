import { describe, expect, test } from "vitest";
import { snapshotId } from "./ids-schema";
import { versionFacts } from "./versions";

const OWN = { console: "1.2.0", node: "v24.21.0", catalogue: 2, sqlite: "3.53.4", git: "git version 2.39.5\n" };
const snapshot = snapshotId.parse("2026-11-21");
const told = (label: string, ...input: Parameters<typeof versionFacts>) =>
  versionFacts(...input).facts.find((fact) => fact.label === label)?.value;
const WORKER = "Worker of the last backup";

describe("the versions at work", () => {
  test("are told for the console, its Node, its catalogue and git", () => {
    const { facts } = versionFacts(OWN, { known: true, value: { version: "1.2.0", snapshot } });
    expect(facts.map(({ value }) => value)).toEqual([
      "1.2.0",
      "1.2.0, as of 2026-11-21",
      "24.21.0",
      "tables 2, SQLite 3.53.4",
      "2.39.5",
    ]);
  });

  test("of worker and console that differ are told to, and what to do", () => {
    expect(told(WORKER, OWN, { known: true, value: { version: "1.1.0", snapshot } })).toMatch(
      /^1\.1\.0, .*another than the console's\. Deploy both/,
    );
  });

  test("that cannot be known are no blanks", () => {
    const problem = { code: "storage-unreachable", message: "nobody answers", hint: "Wait." } as const;
    expect(told(WORKER, OWN, { known: false, problem })).toBe("not known: nobody answers");
    expect(told(WORKER, OWN, { known: true, value: undefined })).toBe("no backup yet");
    expect(told(WORKER, OWN, { known: true, value: { snapshot } })).toBe("snapshot 2026-11-21 does not tell");
    expect(told("git", { ...OWN, git: undefined }, { known: true, value: undefined })).toMatch(/^not installed/);
  });
});
