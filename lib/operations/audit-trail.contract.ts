// The audit trail against a real S3: many writers, lost answers, midnight, and what shows when somebody alters it.

import { setTimeout as sleep } from "node:timers/promises";
import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { S3ObjectStore } from "@/lib/adapters/s3/s3-object-store";
import type { AuditNote } from "@/lib/domain/audit/audit-entry";
import { auditKey } from "@/lib/domain/bucket-keys";
import { hasCode } from "@/lib/domain/errors";
import { S3Fixture } from "@/sandbox/s3/testing/s3-fixture";
import { ADMIN } from "@/sandbox/shared/principals";
import { AuditTrail } from "./audit-trail";
import { AuditReader } from "./read-audit";

const BUCKET = "records";
let s3: S3Fixture;
let records: S3ObjectStore;
beforeAll(async () => {
  process.env.AWS_ACCESS_KEY_ID = ADMIN.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = ADMIN.secretAccessKey;
  s3 = await S3Fixture.start();
  await s3.bucket(BUCKET, { versioned: true });
  records = new S3ObjectStore({ bucket: BUCKET, region: "us-east-1", endpoint: s3.url(), firstPauseMs: 1 });
});
afterEach(() => s3.admin("DELETE", "faults"));
afterAll(() => s3.close());

/** Each test has a year of its own. */
let year = 2030;
beforeEach(() => {
  year++;
});
const day = (date = "04-16") => `${year}-${date}`;
const at = (date?: string) => () => new Date(`${day(date)}T12:00:00Z`);
const trail = (date?: string) => new AuditTrail(records, at(date));
const note = (about: string): AuditNote => ({
  ...{
    phase: "event",
    action: "sign in",
    actor: { kind: "person", id: 7, login: "vera" },
    request: "r",
    about,
    result: "done",
  },
});
const read = () => new AuditReader(records).read({ from: `${year}-01-01`, until: `${year}-12-31` });

test("each entry names the one before; the next day goes on from it", async () => {
  const first = await trail().append(note("one"));
  const second = await trail().append(note("two"));
  const next = await trail("04-18").append(note("three"));
  expect([first.number, second.number, next.number]).toEqual([1, 2, 1]);
  expect(second.previous).toMatch(/^[0-9a-f]{64}$/);
  expect(next.previous).toMatch(/^[0-9a-f]{64}$/);
  const { entries, breaks } = await read();
  expect(entries.map(({ about }) => about)).toEqual(["three", "two", "one"]);
  expect(breaks).toEqual([]);
});

test("writers that come at once each get a number of their own, and none is lost", async () => {
  const writers = [trail(), trail(), trail()];
  await Promise.all(
    writers.flatMap((writer, who) => Array.from({ length: 8 }, (_, n) => writer.append(note(`${who}-${n}`)))),
  );
  const { entries, breaks } = await read();
  expect(entries.map(({ number }) => number)).toEqual(Array.from({ length: 24 }, (_, index) => 24 - index));
  expect(new Set(entries.map(({ about }) => about)).size).toBe(24);
  expect(breaks).toEqual([]);
});

test("an entry whose answer was lost is written once", async () => {
  const writer = trail();
  await writer.append(note("before"));
  await s3.admin("POST", "faults", {
    match: { operation: "PutObject" },
    action: { kind: "reset", afterBytes: 0 },
    times: 1,
  });
  await writer.append(note("lost"));
  await writer.append(note("after"));
  const { entries, breaks } = await read();
  expect(entries.map(({ about }) => about)).toEqual(["after", "lost", "before"]);
  expect(breaks).toEqual([]);
});

test("what cannot be written is an error, and the next one is written", async () => {
  const writer = trail();
  await s3.admin("POST", "faults", {
    match: { operation: "PutObject" },
    action: { kind: "status", status: 503 },
    times: 100,
  });
  await expect(writer.append(note("no"))).rejects.toSatisfy((error) => hasCode(error, "audit-not-written"));
  await s3.admin("DELETE", "faults");
  expect((await writer.append(note("yes"))).number).toBe(1);
});

const ALTERED: { what: string; alter: () => Promise<unknown>; shows: string }[] = [
  {
    what: "an entry that was overwritten",
    alter: () => s3.client().send(new PutObjectCommand({ Bucket: BUCKET, Key: auditKey(day(), 2), Body: "{}" })),
    shows: "It is no audit entry",
  },
  {
    what: "an entry in which one letter was changed",
    alter: async () => {
      const { text } = await records.readText(auditKey(day(), 2));
      const Body = text.replace("two", "owt");
      await s3.client().send(new PutObjectCommand({ Bucket: BUCKET, Key: auditKey(day(), 2), Body }));
    },
    shows: "It was written after another",
  },
  {
    what: "an entry that was deleted",
    alter: () => s3.client().send(new DeleteObjectCommand({ Bucket: BUCKET, Key: auditKey(day(), 2) })),
    shows: "entries before it are missing",
  },
  {
    what: "the last entry of a day that was deleted",
    alter: () => s3.client().send(new DeleteObjectCommand({ Bucket: BUCKET, Key: auditKey(day(), 3) })),
    shows: "The day before does not end with",
  },
];

test.each(ALTERED)("$what shows", async ({ alter, shows }) => {
  for (const about of ["one", "two", "three"]) await trail().append(note(about));
  await trail("04-17").append(note("four"));
  await alter();
  const { breaks } = await read();
  expect(breaks.map(({ problem }) => problem).join()).toContain(shows);
});

test("what somebody else has put there stops nobody, and shows", async () => {
  await trail().append(note("one"));
  for (const Key of ["notes.txt", "zzz.json", "99.json"])
    await s3.client().send(new PutObjectCommand({ Bucket: BUCKET, Key: `audit/${day()}/${Key}`, Body: "{}" }));
  expect((await trail().append(note("two"))).number).toBe(2);
  expect((await read()).breaks.map(({ key }) => key.split("/").at(-1))).toEqual(["99.json", "notes.txt", "zzz.json"]);
});

test("an entry that claims another number keeps nobody from being the next", async () => {
  for (const about of ["one", "two"]) await trail().append(note(about));
  const { text } = await records.readText(auditKey(day(), 2));
  const Body = text.replace('"number": 2', '"number": 1');
  await s3.client().send(new PutObjectCommand({ Bucket: BUCKET, Key: auditKey(day(), 2), Body }));
  expect((await trail().append(note("three"))).number).toBe(3);
});

test("who has read it before sees what was changed since", async () => {
  for (const about of ["one", "two", "three"]) await trail().append(note(about));
  const reader = new AuditReader(records);
  const all = { from: `${year}-01-01`, until: `${year}-12-31` };
  expect((await reader.read(all)).breaks).toEqual([]);
  const { text } = await records.readText(auditKey(day(), 2));
  // S3 tells times to the second.
  await sleep(1100);
  const Body = text.replace("two", "owt");
  await s3.client().send(new PutObjectCommand({ Bucket: BUCKET, Key: auditKey(day(), 2), Body }));
  expect((await reader.read(all)).breaks).toHaveLength(1);
});

test("pages are whole days; the next page begins with the day that is older", async () => {
  for (const date of ["04-14", "04-15", "04-16"]) {
    const writer = trail(date);
    for (const about of ["a", "b"]) await writer.append(note(`${date} ${about}`));
  }
  const reader = new AuditReader(records);
  const page = await reader.read({ until: day(), enough: 3 });
  expect(page.entries.map(({ about }) => about)).toEqual(["04-16 b", "04-16 a", "04-15 b", "04-15 a"]);
  expect(page.older).toBe(day("04-14"));
});
