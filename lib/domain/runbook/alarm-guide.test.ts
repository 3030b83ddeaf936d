import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ALARM_IDS } from "../alarm";
import { alarmGuide, GUIDE_PARTS } from "./alarm-guide";
import { blocksOf } from "./runbook-block";

const document = readFileSync(new URL("../../../docs/operator-runbook.md", import.meta.url), "utf8");

test("what the console shows of the runbook is what the document says", async () => {
  const sections = document.split(/^## /m);
  const setup = /```sh\n([\s\S]*?)\n```/.exec(sections[0] ?? "")?.[1];
  const alarms = Object.fromEntries(ALARM_IDS.map((id) => [id, partsOf(sections.find((each) => idOf(each) === id))]));
  await expect(`${JSON.stringify({ setup, alarms }, undefined, 2)}\n`).toMatchFileSnapshot("./runbook-text.json");
});

const idOf = (section: string) => (section.split("\n")[0] ?? "").trim().toLowerCase().replaceAll(" ", "-");

function partsOf(section = "") {
  const parts = section.split(/^### /m).slice(1);
  return Object.fromEntries(
    GUIDE_PARTS.map((part) => {
      const text = parts.find((each) => idOf(each) === part) ?? "";
      return [part, text.slice(text.indexOf("\n")).trim()];
    }),
  );
}

describe("an alarm's guide", () => {
  test.each(ALARM_IDS)("of %s has all three parts, and nothing of Markdown is left in it", (id) => {
    const guide = alarmGuide(id, "holdfast");
    for (const part of GUIDE_PARTS) expect(guide[part].length).toBeGreaterThan(0);
    const words = GUIDE_PARTS.flatMap((part) => guide[part])
      .flatMap((block) => (block.kind === "list" ? block.items.flat() : [block]))
      .flatMap((leaf) => (leaf.kind === "paragraph" ? leaf.spans.filter(({ as }) => as !== "code") : []))
      .map(({ text }) => text)
      .join("\n");
    expect(words).not.toMatch(/```|\]\(|^(- |\d+\. )/m);
  });

  test("leads from one alarm to another, and names the document where there is no page", () => {
    const spans = JSON.stringify(alarmGuide("task-not-running", "acme").investigation);
    expect(spans).toContain('{"text":"Backup failure","href":"/alarms/acme-backup-failure"}');
    expect(JSON.stringify(alarmGuide("task-not-running", "acme").resolution)).toContain(
      "a backup by hand (docs/operator-runbook.md#a-backup-by-hand)",
    );
  });

  test("brings the commands that set what its own need", () => {
    expect(alarmGuide("backup-failure", "holdfast").setup).toContain("records=holdfast-$env-records-$account");
  });
});

test("a list keeps the commands and paragraphs of its items", () => {
  const text = "Before.\n\n1. One `a`\n   goes on:\n\n   ```sh\n   b |\n     c\n   ```\n\n   After.\n2. *Two*\n- other";
  expect(blocksOf(text, () => ({ reference: "" }))).toEqual([
    { kind: "paragraph", spans: [{ text: "Before." }] },
    {
      kind: "list",
      ordered: true,
      items: [
        [
          { kind: "paragraph", spans: [{ text: "One " }, { text: "a", as: "code" }, { text: " goes on:" }] },
          { kind: "code", text: "b |\n  c" },
          { kind: "paragraph", spans: [{ text: "After." }] },
        ],
        [{ kind: "paragraph", spans: [{ text: "Two", as: "emphasis" }] }],
      ],
    },
    { kind: "list", ordered: false, items: [[{ kind: "paragraph", spans: [{ text: "other" }] }]] },
  ]);
});
