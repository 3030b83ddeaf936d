// Headers of answers are anything a server, or a proxy before it, puts there.
import fc from "fast-check";
import { expect, test } from "vitest";
import { hostileBytes } from "@/lib/testing/hostile-bytes";
import { AppError } from "./errors";
import { planWait, readBudget, readRefusal } from "./host-limit";
import { checkRedirect } from "./redirect";

const NOW = new Date("2026-11-21T02:00:00Z");
const SOUND = [
  "60",
  "Sat, 21 Nov 2026 05:00:30 GMT",
  "1795226400",
  "0",
  "-1",
  "1e300",
  "9".repeat(400),
  "NaN",
  "core",
].map((text) => Buffer.from(text));
const value = fc.option(
  hostileBytes(SOUND, 2).map(({ bytes }) => bytes.toString("latin1")),
  { nil: undefined },
);
const NAMES = [
  "date",
  "retry-after",
  "x-ratelimit-remaining",
  "x-ratelimit-reset",
  "x-ratelimit-limit",
  "x-ratelimit-resource",
];
const headers = fc
  .tuple(...NAMES.map(() => value))
  .map((values) => Object.fromEntries(NAMES.map((name, index) => [name, values[index]])));

test("a limit is a wait that can be told as a time, or none", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(headers, fc.constantFrom(200, 403, 429, 503), fc.nat({ max: 6 }), (found, status, refusals) => {
      const answer = { status, headers: found };
      const refusal = readRefusal(answer, NOW);
      if (refusal) {
        const { waitMs } = planWait(refusal, { refusals, waitedMs: 0 }, 0.5);
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(new Date(NOW.getTime() + waitMs).toISOString()).toMatch(/Z$/);
      }
      const budget = readBudget(answer);
      if (budget) expect(budget.reset).toMatch(/^\d{4}-/);
    }),
    { numRuns: 100_000 },
  );
});

const ADDRESSES = [
  "https://github.com/acme/api.git/info/refs",
  "https://github.com:443/x",
  "//evil.example/x",
  "http://github.com/",
  "https://github.com@evil.example/",
].map((text) => Buffer.from(text));

test("no redirect leads to another server", { timeout: 120_000 }, () => {
  const from = new URL("https://github.com/acme/web.git");
  fc.assert(
    fc.property(hostileBytes(ADDRESSES), fc.constantFrom(301, 302, 303, 307, 308), ({ bytes }, status) => {
      const to = URL.parse(bytes.toString("latin1"), from) ?? undefined;
      try {
        checkRedirect({ status, method: "GET", hops: 0, what: "x" }, from, to);
        expect(to?.origin).toBe("https://github.com");
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        expect(error.code).toBe("github-redirect");
      }
    }),
    { numRuns: 20_000 },
  );
});
