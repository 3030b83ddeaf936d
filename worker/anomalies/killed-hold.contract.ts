// A run that is killed while it keeps a chain: the next one completes it, and what was seen is counted once.
import { ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { METRICS } from "@/lib/domain/metrics";
import { BUCKETS } from "@/sandbox/names";
import { metricValues } from "@/sandbox/testing/metric-values";
import { type Fault, FaultBench } from "../faults/testing/fault-bench";
import { Source } from "./testing/change-source";

const PREFIX = "github-backup/holds/";
let bench: FaultBench;

beforeAll(async () => {
  bench = await FaultBench.start(["one", "two"]);
  await bench.backup();
  for (const name of ["one", "two"]) await bench.box.commit(`acme/${name}`);
  await bench.backup();
}, 120_000);
afterAll(() => bench.box.stop());

const source = (name: string) => new Source(bench.box, `acme/${name}`);
const keys = () => bench.box.keys(BUCKETS.backups, PREFIX);

const MOMENTS: { name: string; wiped: string; at: Fault; left: string[] }[] = [
  {
    name: "between two copies",
    wiped: "one",
    at: { server: "s3", match: { operation: "CopyObject" }, action: { kind: "stall" }, skip: 1, times: 1 },
    left: ["0001.bundle"],
  },
  {
    name: "after the copies, before hold.json",
    wiped: "two",
    at: { server: "s3", match: { operation: "PutObject", path: "/hold\\.json" }, action: { kind: "stall" }, times: 1 },
    left: ["0001.bundle", "0002.bundle"],
  },
  {
    name: "before the manifest, when all is kept",
    wiped: "one",
    at: {
      server: "s3",
      match: { operation: "PutObject", path: "/manifest\\.json" },
      action: { kind: "stall" },
      times: 1,
    },
    left: ["0001.bundle", "0002.bundle", "0003.bundle", "hold.json"],
  },
];

test("killed at any moment of it, the next run has it whole, and the anomaly stands in one manifest", async () => {
  for (const { name, wiped, at, left } of MOMENTS) {
    const before = new Set(await keys());
    await source(wiped).wipe();
    const killed = await bench.backup({ kill: { signal: "SIGKILL", at } });
    expect(killed.signal, `${name}\n${killed.output}`).toBe("SIGKILL");
    const copied = (await keys()).filter((key) => !before.has(key));
    expect(
      copied.map((key) => key.split("/").at(-1)),
      name,
    ).toEqual(left);
    const counted = (await metricValues(bench.box.urls.aws, METRICS.anomalies)).length;

    const next = await bench.backup();
    expect(next.exitCode, `${name}\n${next.output}`).toBe(0);
    const values = await metricValues(bench.box.urls.aws, METRICS.anomalies);
    expect([values[0], values.length], name).toEqual([1, counted + 1]);
    const manifest = await bench.box.newestManifest();
    const entry = manifest.repos.find(({ repo }) => repo === `acme/${wiped}`);
    expect(entry, name).toMatchObject({ anomalies: [{}], holds: [{ state: "held" }] });
    expect(await bench.box.keys(BUCKETS.backups, entry?.holds?.[0]?.prefix), name).toContain(
      `${entry?.holds?.[0]?.prefix}hold.json`,
    );
  }
  // What was copied before the kill was not copied again.
  const { Versions = [] } = await bench.box.s3.send(
    new ListObjectVersionsCommand({ Bucket: BUCKETS.backups, Prefix: PREFIX }),
  );
  expect(new Set(Versions.map(({ Key }) => Key)).size).toBe(Versions.length);
  const last = await bench.backup();
  expect(last.record).toMatchObject({ anomaly_count: 0 });
}, 120_000);
