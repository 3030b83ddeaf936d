import { beforeEach, expect, test } from "vitest";
import { InstallationTokens, type TokenScope } from "./installation-tokens";

const MINUTE = 60_000;
const scope: TokenScope = { installationId: 1, permissions: { contents: "read", metadata: "read" } };
let now: number;
let minted: number;
let lifetimeMs: number;
let failing: boolean;
let tokens: InstallationTokens;

beforeEach(() => {
  [now, minted, lifetimeMs, failing] = [0, 0, 60 * MINUTE, false];
  tokens = new InstallationTokens(
    async () => {
      minted += 1;
      const token = `token-${minted}`;
      await new Promise(setImmediate);
      if (failing) throw new Error("GitHub is away");
      return { token, lifetimeMs };
    },
    () => now,
  );
});

test("thirty-two streams that begin together share one token", async () => {
  const got = await Promise.all(Array.from({ length: 32 }, () => tokens.get(scope)));
  expect(new Set(got)).toEqual(new Set(["token-1"]));
  expect(minted).toBe(1);
});

test("a token with less than five minutes left is not handed out", async () => {
  await tokens.get(scope);
  now = 55 * MINUTE - 1;
  expect(await tokens.get(scope)).toBe("token-1");
  now = 55 * MINUTE;
  expect(await tokens.get(scope)).toBe("token-2");
});

test("a token that lives for minutes only is used for half of them", async () => {
  lifetimeMs = 4 * MINUTE;
  await tokens.get(scope);
  now = 2 * MINUTE - 1;
  expect(await tokens.get(scope)).toBe("token-1");
  now = 2 * MINUTE;
  expect(await tokens.get(scope)).toBe("token-2");
});

test("all streams that were refused the same token share one renewal, whenever they say so", async () => {
  const refused = await tokens.get(scope);
  const together = await Promise.all(Array.from({ length: 16 }, () => tokens.get(scope, refused)));
  const later = await tokens.get(scope, refused);
  expect(new Set([...together, later])).toEqual(new Set(["token-2"]));
  expect(minted).toBe(2);
  expect(await tokens.get(scope)).toBe("token-2");
});

test("the renewed token that is refused as well is replaced once more", async () => {
  await tokens.get(scope);
  const second = await tokens.get(scope, "token-1");
  expect(await tokens.get(scope, second)).toBe("token-3");
});

test("other permissions and other repositories are other tokens; the order of either does not matter", async () => {
  const narrowed = { ...scope, repositoryIds: [2, 1] };
  await tokens.get(scope);
  await tokens.get({ installationId: 1, permissions: { metadata: "read", contents: "read" } });
  await tokens.get(narrowed);
  await tokens.get({ ...narrowed, repositoryIds: [1, 2] });
  await tokens.get({ ...scope, permissions: { contents: "write" } });
  await tokens.get({ ...scope, installationId: 2 });
  expect(minted).toBe(4);
});

test("a failure is told to all who waited and is not remembered", async () => {
  failing = true;
  const both = await Promise.allSettled([tokens.get(scope), tokens.get(scope)]);
  expect(both.map((each) => each.status)).toEqual(["rejected", "rejected"]);
  failing = false;
  expect(await tokens.get(scope)).toBe("token-2");
});
