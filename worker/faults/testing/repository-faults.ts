// Faults that strike one repository each. Every row is a repository of its own, and one run meets all of them at once, as one
// bad night would: a fault that passes must cost nothing but time, one that lasts its own repository and no other.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Manifest, ManifestEntry } from "@/lib/domain/manifest";
import type { WorkerResult } from "@/sandbox/testing/test-sandbox";
import { type Fault, FaultBench, slug } from "./fault-bench";

export interface RepositoryFault {
  name: string;
  /** `repository` is acme/<name>. */
  fault: (repository: string) => Fault;
  /** What comes after it has struck, and does not pass with it. */
  after?: (repository: string) => Fault;
  /**
   * What a lasting fault is called, and the words that tell an operator which it was. `slower`: it is none, and only takes
   * longer. Undefined: there is no lasting form, or another row has it.
   */
  lasting: { code: string; words: RegExp } | "slower" | undefined;
  /** How often it strikes in its passing form; 0 when it is nothing that passes. */
  passing: number;
  /** Where only one kind of bundle can be told from a damaged one. */
  only?: "full" | "incremental";
  /** Its bundle takes a multipart upload. */
  large?: boolean;
  /** S3 did what it was asked to, and only the answer was lost: a whole object stands there, which nothing points to. */
  leavesObject?: boolean;
}

interface Options {
  /** With nothing in the bucket (full bundles), or also with a chain to continue (increments). */
  kinds: ("full" | "incremental")[];
  variables?: Record<string, string>;
}

/** For a run and what leads to it, on a machine that has other things to do. */
const MOST_MS = 240_000;

const HEALTHY = ["healthy-1", "healthy-2"];

export function testRepositoryFaults(all: RepositoryFault[], { kinds, variables }: Options): void {
  let bench: FaultBench;
  let run: WorkerResult;
  let manifest: Manifest;
  beforeAll(async () => {
    const names = (large: boolean) => all.filter((row) => (row.large ?? false) === large).map(({ name }) => slug(name));
    bench = await FaultBench.start([...names(false), ...HEALTHY], names(true));
  });
  afterAll(() => bench.box.stop());

  const backup = async (faults: Fault[]) => {
    run = await bench.backup({ faults, variables });
    manifest = await bench.box.newestManifest();
  };
  const nameOf = (row: RepositoryFault) => `acme/${slug(row.name)}`;
  const faultsOf = (row: RepositoryFault, times: number): Fault[] => [
    { ...row.fault(nameOf(row)), times },
    ...(row.after ? [{ ...row.after(nameOf(row)), times: 0 }] : []),
  ];
  const entry = (name: string) => manifest.repos.find((each) => each.repo === name);
  const healthy = () => HEALTHY.map((name) => entry(`acme/${name}`));
  const commitEverywhere = async () => {
    for (const { repo } of manifest.repos) await bench.box.commit(repo);
  };

  describe.each(kinds)("a fault on the way of a bundle (%s)", (kind) => {
    const rows = all.filter(({ only = kind }) => only === kind);
    const lasting = rows.flatMap((row) => (row.lasting ? [{ ...row, lasting: row.lasting }] : []));
    const passing = rows.filter((row) => row.passing > 0);

    describe("that lasts", () => {
      let keys: string[];
      beforeAll(async () => {
        if (kind === "incremental") await commitEverywhere();
        await backup(rows.flatMap((row) => (row.lasting ? faultsOf(row, 0) : [outOfOrder(nameOf(row))])));
        keys = await bench.box.keys();
      }, MOST_MS);

      test.each(lasting)("$name", (row) => {
        const found = entry(nameOf(row));
        if (typeof row.lasting === "string") return expectCaptured(found, kind);
        expect(found).toMatchObject({ outcome: "failed", reason: { code: row.lasting.code } });
        expect(found?.reason?.message).toMatch(row.lasting.words);
        expect(found?.reason?.hint).toMatch(/^[A-Z`].*\.$/);
        const written = keys.filter((key) => key.includes(`/${manifest.snapshot}/${nameOf(row)}`));
        expect(written).toHaveLength(row.leavesObject ? 1 : 0);
      });

      test("costs no other repository anything, and the run says that some failed", () => {
        expect(run.exitCode, run.output).toBe(1);
        for (const each of healthy()) expectCaptured(each, kind);
      });
    });

    describe("that passes", () => {
      beforeAll(() => backup(passing.flatMap((row) => faultsOf(row, row.passing))), MOST_MS);

      test.each(passing)("$name", (row) => {
        // What only took longer is there already.
        if (row.lasting === "slower") expect(entry(nameOf(row))?.outcome).toBe("unchanged");
        else expectCaptured(entry(nameOf(row)), kind);
      });

      test("is no failure, and every ref is right", async () => {
        expect(run.exitCode, run.output).toBe(0);
        for (const each of healthy()) expect(each?.outcome).toBe("unchanged");
        await bench.sound.expectRefsRight();
      });
    });
  });

  test("the next run without faults finds everything as it should be", async () => {
    await backup([]);
    expect(run.exitCode, run.output).toBe(0);
    expect(manifest.totals).toMatchObject({ unchanged: all.length + HEALTHY.length, failed: 0 });
    // The large ones are copies of one.
    const [, ...copies] = all.filter(({ large }) => large).map(nameOf);
    await bench.sound.expectRestorable((repo) => !copies.includes(repo));
  });
}

/** Keeps a repository that has nothing to show now from being captured before its turn. */
function outOfOrder(repository: string): Fault {
  return {
    server: "github",
    match: { path: `^/${repository}\\.git/` },
    action: { kind: "status", status: 500 },
    times: 0,
  };
}

function expectCaptured(entry: ManifestEntry | undefined, kind: "full" | "incremental"): void {
  expect(entry?.reason).toBeUndefined();
  expect(entry?.outcome).toBe("captured");
  expect(entry?.chain.at(-1)?.kind).toBe(kind);
}
