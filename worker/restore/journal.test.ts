import { beforeEach, describe, expect, test } from "vitest";
import { journalKey } from "@/lib/domain/bucket-keys";
import { AppError } from "@/lib/domain/errors";
import type { RunId } from "@/lib/domain/ids";
import { repositoryName, runId } from "@/lib/domain/ids-schema";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { Journal } from "./journal";

const origin = runId.parse("20260416T091500Z-aaaaaa");
const retry = runId.parse("20260416T101500Z-bbbbbb");
const names = { repository: repositoryName.parse("acme/web"), target: repositoryName.parse("acme/x") };
let records: MemoryObjectStore;
const open = (run: RunId = origin) =>
  Journal.open({ records, origin, run, ...names, digest: "sha256:1", now: () => new Date("2026-04-16T09:15:00Z") });

beforeEach(() => {
  records = new MemoryObjectStore("records");
});

describe("the journal of a restore", () => {
  test("is gone on with by the next run, which knows how far it came and what it made", async () => {
    const first = await open();
    expect(first.state).toBeUndefined();
    await first.advance("creating");
    await first.advance("created", { repository_id: 5, url: "https://github.com/acme/x" });
    await first.advance("pushing");
    await first.fail({ code: "unexpected", message: "no", hint: "Look." });
    const second = await open(retry);
    expect([second.state, second.reached, second.repositoryId]).toEqual(["failed", "pushing", 5]);
    await second.advance("finishing");
    expect(second.entry).toMatchObject({ run: origin, by: retry, problem: undefined, repository_id: 5 });
  });

  test("does not say failed of what has not begun", async () => {
    await (await open()).fail({ code: "unexpected", message: "no", hint: "Look." });
    expect((await open()).state).toBeUndefined();
  });

  test("stops whoever finds that another run has taken over", async () => {
    const first = await open();
    await first.advance("creating");
    const second = await open(retry);
    await second.advance("created", { repository_id: 5 });
    await expect(first.advance("created", { repository_id: 6 })).rejects.toMatchObject({
      code: "restore-taken-over",
      facts: { run: retry },
    });
    expect((await open()).repositoryId).toBe(5);
    // Two that begin at once: one of them.
    const others = await Promise.all([open(), open(retry)]);
    const ended = await Promise.allSettled(others.map((each) => each.advance("pushing")));
    expect(ended.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("knows its own write when the answer to it was lost", async () => {
    const journal = await open();
    await journal.advance("creating");
    const put = records.put.bind(records);
    records.put = async (...args) => {
      records.put = put;
      await put(...args);
      throw new AppError("object-changed", { key: args[0] });
    };
    await journal.advance("created", { repository_id: 5 });
    await journal.advance("pushing");
    const { text } = await records.readText(journalKey(origin, names.target));
    expect(JSON.parse(text)).toMatchObject({ state: "pushing", repository_id: 5 });
  });

  test("is kept in memory only where there is no bucket for it", async () => {
    const journal = await Journal.open({ origin, run: origin, ...names, digest: "", now: () => new Date(0) });
    await journal.advance("created", { repository_id: 5 });
    expect(journal.repositoryId).toBe(5);
  });
});
