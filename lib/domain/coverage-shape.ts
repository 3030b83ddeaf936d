// What the repositories of the coverage are filtered and sorted by.
import { COVERAGE_VIEW, type CoverageRow } from "./coverage";
import { byText, type RowShape } from "./row-page";

/** What has no time comes first, as the worst. */
export const COVERAGE_SHAPE: RowShape<CoverageRow> = {
  filters: {
    repo: { text: ({ repo }) => repo, words: true },
    state: { text: ({ state }) => state },
    outcome: { text: ({ outcome }) => outcome },
    visibility: { text: ({ visibility }) => visibility },
    archived: { text: ({ archived }) => (archived === undefined ? undefined : String(archived)) },
  },
  sorts: {
    repo: byText(({ repo }) => repo),
    state: (a, b) => COVERAGE_VIEW[a.state].order - COVERAGE_VIEW[b.state].order,
    safe: byText(({ safe }) => safe?.at),
    replicated: byText(({ replicated }) => replicated?.at),
    proven: byText(({ proven }) => proven?.at),
    size: (a, b) => (a.bytes ?? 0) - (b.bytes ?? 0),
  },
};

export const COVERAGE_OFFERED = ["state", "outcome", "visibility", "archived"];
