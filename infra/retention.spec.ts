import { expect, it } from "vitest";
import type { RetentionSettings } from "@/lib/domain/retention/settings";
import { settingsChange } from "@/lib/domain/retention/settings-change";
import { PROD } from "./environments";
import { parseConfig } from "./parse-config";
import { bundleDays, settingsOf } from "./retention";
import { IMAGES, synthesise } from "./testing/synthesised";

const now = settingsOf(parseConfig({ ...PROD, images: IMAGES }));

/** The environment with the lines that the console says to put in. */
function withLines(lines: string[]) {
  const change = new Function(`return ({${lines.join("\n")}})`)() as Partial<typeof PROD>;
  return { ...PROD, ...change, images: IMAGES, backups: { ...PROD.backups, ...change.backups } };
}

it("the lines that the simulator tells to change make the settings that were chosen", () => {
  const chosen: Partial<RetentionSettings>[] = [
    { retentionDays: 90, lockDays: undefined },
    { fullIntervalDays: 14, intervalHours: 12 },
    { intervalHours: 168, storageClass: { primary: "STANDARD_IA", replica: "GLACIER_IR" } },
    { locked: "none", lockDays: undefined },
    { locked: "replica", lockDays: 420 },
    { locked: "both", storageClass: { primary: "STANDARD", replica: "GLACIER_IR" } },
  ];
  for (const each of chosen) {
    const next = { ...now, ...each };
    const { lines, effects, problems } = settingsChange(now, next);
    expect(problems).toEqual([]);
    expect(effects.length).toBeGreaterThanOrEqual(each.locked === now.locked && !each.storageClass ? 0 : 1);
    expect(settingsOf(parseConfig(withLines(lines)))).toEqual(next);
  }
});

it("what the simulator says would be refused is refused", () => {
  for (const each of [{ retentionDays: 20 }, { lockDays: 100 }, { lockDays: 900 }]) {
    const { lines, problems } = settingsChange(now, { ...now, ...each });
    expect(problems.length).toBeGreaterThan(0);
    expect(() => parseConfig(withLines(lines))).toThrow(problems[0]?.sentence);
  }
});

it("older bundles are moved once no new snapshot needs them, and expire as before", () => {
  const environment = synthesise({ ...PROD, images: IMAGES, colderStorage: { replica: "GLACIER_IR" } });
  const rules = (stack: "storage" | "replica") =>
    environment
      .resources("AWS::S3::Bucket", stack)
      .flatMap(
        ({ properties }) => (properties.LifecycleConfiguration as { Rules: { Id: string }[] } | undefined)?.Rules ?? [],
      )
      .filter(({ Id }) => Id === "expire-backups");
  expect(rules("replica")).toMatchObject([
    {
      ExpirationInDays: bundleDays(environment.config.backups),
      Transitions: [{ StorageClass: "GLACIER_IR", TransitionInDays: 38 }],
    },
  ]);
  expect(rules("storage")[0]).not.toHaveProperty("Transitions");
});
