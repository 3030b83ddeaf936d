import { expect, test } from "vitest";
import { repositoryName } from "../ids-schema";
import type { Outcome } from "../outcome";
import { alarmTimes } from "./alarmed";
import { gapsOf, IncidentLog } from "./incidents";

const seen = (day: number, outcomes: Record<string, Outcome>) => ({
  snapshot: `2026-01-0${day}`,
  finishedAt: `2026-01-0${day}T02:00:00.000Z`,
  entries: Object.entries(outcomes).map(([name, outcome], id) => ({
    id,
    repo: repositoryName.parse(`acme/${name}`),
    outcome,
    reason: outcome === "failed" ? { message: "git broke" } : undefined,
  })),
});

test("a repository that fails day after day is one incident, closed by the first backup that holds it again", () => {
  const log = new IncidentLog();
  log.see(seen(1, { web: "captured", api: "failed" }));
  log.see(seen(2, { web: "failed", api: "failed" }));
  log.see(seen(3, { web: "unchanged", api: "unavailable" }));
  log.see(seen(4, { web: "failed", api: "empty" }));
  expect(log.incidents).toMatchObject([
    { repository: "acme/api", since: "2026-01-01T02:00:00.000Z", reason: "git broke", mended_in: "2026-01-04" },
    { repository: "acme/web", snapshot: "2026-01-02", mended_at: "2026-01-03T02:00:00.000Z" },
    { repository: "acme/web", snapshot: "2026-01-04" },
  ]);
  expect(log.incidents[2]?.mended_at).toBeUndefined();
});

test("a repository that is renamed meanwhile is still the same incident", () => {
  const log = new IncidentLog();
  log.see(seen(1, { web: "failed" }));
  log.see(seen(2, { site: "captured" }));
  expect(log.incidents).toMatchObject([{ repository: "acme/web", mended_in: "2026-01-02" }]);
});

test("times without a backup count from the period's beginning to its end", () => {
  const bounds = { from: "2026-01-01T00:00:00.000Z", to: "2026-01-05T00:00:00.000Z" };
  expect(gapsOf([], bounds, 24)).toEqual([{ ...bounds, hours: 96 }]);
  const ends = ["2026-01-01T02:00:00.000Z", "2026-01-02T02:00:00.000Z", "2026-01-04T02:00:00.000Z"];
  expect(gapsOf(ends, bounds, 25)).toEqual([{ from: ends[1], to: ends[2], hours: 48 }]);
});

test("an alarm's times are pairs, whatever the order of its history; one that is still on has no end", () => {
  const change = (alarm: string, at: string, to: "OK" | "ALARM" | "INSUFFICIENT_DATA") => ({ alarm, at, to });
  expect(
    alarmTimes([
      change("a", "2026-01-03", "ALARM"),
      change("a", "2026-01-02", "OK"),
      change("a", "2026-01-01", "ALARM"),
      change("b", "2026-01-01", "OK"),
      change("b", "2026-01-02", "ALARM"),
      change("b", "2026-01-04", "INSUFFICIENT_DATA"),
    ]),
  ).toEqual([
    { alarm: "a", from: "2026-01-01", until: "2026-01-02" },
    { alarm: "b", from: "2026-01-02", until: "2026-01-04" },
    { alarm: "a", from: "2026-01-03" },
  ]);
});
