// Names become parts of keys, of addresses and of commands: what is taken as one is one, and nothing that climbs, breaks a line
// or hides.
import fc from "fast-check";
import { expect, test } from "vitest";
import { hostileBytes } from "@/lib/testing/hostile-bytes";
import { bundleKey, manifestKey, parseBackupKey, parseSnapshotPrefix } from "./bucket-keys";
import { AppError } from "./errors";
import { snapshotTime } from "./ids";
import { repositoryName, runId, snapshotId } from "./ids-schema";
import { patternShapeProblem, refMatcher, withinScope } from "./ref-scope";
import { escapeRefName, isRefName, unescapeRefName } from "./refs";
import { branchName } from "./restore-request-schema";
import { hostName, suggestTarget, targetNameFor } from "./target-name";

const CASES = 100_000;
const texts = (...sound: string[]) =>
  hostileBytes(sound.map((text) => Buffer.from(text, "latin1"))).map(({ bytes }) => bytes.toString("latin1"));

test("keys: what is taken apart is put together the same", { timeout: 120_000 }, () => {
  const keys = texts(
    "root/2026-11-01/acme/web.bundle",
    "root/2026-11-01T020000Z/acme/web/incremental.bundle",
    "root/2026-11-01/manifest.json",
    "root/2026-11-01/../../audit/x.bundle",
  );
  fc.assert(
    fc.property(keys, (key) => {
      const parsed = parseBackupKey("root", key);
      if (parsed?.what === "manifest") expect(manifestKey("root", parsed.snapshot)).toBe(key);
      if (parsed?.what !== "bundle") return;
      expect(bundleKey("root", parsed.snapshot, parsed.repository, parsed.kind)).toBe(key);
      expect(key.split("/").some((part) => part === ".." || part === "." || part === "")).toBe(false);
    }),
    { numRuns: CASES },
  );
});

test("ids have a time, and no line breaks", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(texts("2026-11-01", "2026-11-01T020000Z", "20261101T020000Z-k3f9q2", "acme/web"), (text) => {
      const snapshot = snapshotId.safeParse(text).data;
      if (snapshot) expect(snapshotTime(snapshot).toISOString()).toMatch(/Z$/);
      expect(parseSnapshotPrefix("root", `root/${text}/`)).toBe(snapshot);
      for (const schema of [snapshotId, runId, repositoryName])
        if (schema.safeParse(text).success) expect(text).toMatch(/^[\w./-]+$/);
    }),
    { numRuns: CASES },
  );
});

test("refs and patterns of them", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(texts("refs/heads/main", "refs/pull/*/merge", "refs/heads/\xc3\xbc\xff"), (text) => {
      if (isRefName(text)) {
        const shown = escapeRefName(text);
        expect(unescapeRefName(shown)).toBe(text);
        expect(shown).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      }
      const branches = [{ oid: "a", name: "refs/heads/main" }];
      expect(withinScope({ exclude: [text] }, branches).excluded).toBe(0);
      if (patternShapeProblem(text) === undefined) expect(typeof refMatcher(text)(text)).toBe("boolean");
      const branch = branchName.safeParse(text).data;
      if (branch) expect(branch).not.toMatch(/^-|\.\.|[\s:]/);
    }),
    { numRuns: CASES },
  );
});

test("targets of a restore are names GitHub takes, or refused", { timeout: 120_000 }, () => {
  const repository = repositoryName.parse("acme/web");
  const day = snapshotId.parse("2026-11-01");
  fc.assert(
    fc.property(
      texts("restored-{date}-", "../", "a b", ".git", "\xff"),
      texts("", ".wiki", "{date}"),
      (prefix, suffix) => {
        try {
          const { target } = targetNameFor(repository, { prefix, suffix }, day);
          const [, name = ""] = target.split("/");
          expect(hostName(name)).toBe(name);
          expect(repositoryName.safeParse(suggestTarget(target, new Set())).success).toBe(true);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          expect(error.code).toBe("target-name-invalid");
        }
      },
    ),
    { numRuns: 50_000 },
  );
});
