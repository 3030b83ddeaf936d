import { expect, test } from "vitest";
import { describeTask, drillCommand } from "./drills-now";

test("a drill in words and as a command: into an organisation, or on the worker's disk", () => {
  expect(describeTask({ organisation: "acme-drills", repositories: 3 })).toBe(
    "up to 3 repositories, into new private repositories of acme-drills",
  );
  expect(describeTask({ repositories: 1 })).toBe("up to 1 repository, on the worker's own disk");
  expect(drillCommand({ organisation: "acme-drills", repositories: 3 })).toBe(
    "DRILL_ORGANISATION=acme-drills DRILL_REPOSITORIES=3 npm run worker -- drill",
  );
  expect(drillCommand({ repositories: 1 })).toBe("DRILL_REPOSITORIES=1 npm run worker -- drill");
});
