import { beforeEach, describe, expect, test } from "vitest";
import type { HostAnswer } from "@/lib/domain/host-limit";
import type { RequestTurn } from "@/lib/ports/code-host";
import { RequestGate } from "./request-gate";

const MINUTE = 60_000;
const OK: HostAnswer = { status: 200, headers: {} };
const slowDown = (seconds: number): HostAnswer => ({ status: 429, headers: { "retry-after": String(seconds) } });

let now: number;
let told: string[];
let sleepers: { until: number; wake: () => void }[];
let controller: AbortController;
let gate: RequestGate;

beforeEach(() => {
  now = Date.parse("2026-11-21T02:00:00Z");
  told = [];
  sleepers = [];
  controller = new AbortController();
  const clock = {
    now: () => now,
    chance: () => 0,
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        sleepers.push({ until: now + ms, wake: resolve });
        signal?.addEventListener("abort", () => reject(signal.reason));
      }),
  };
  const listener = {
    waiting: (account: string, until: Date) => told.push(`${account} waits until ${until.toISOString().slice(11, 16)}`),
    resumed: (account: string) => told.push(`${account} goes on`),
    throttled: () => told.push("throttled"),
  };
  gate = new RequestGate("acme", { signal: controller.signal, listener }, clock);
});

/** Lets time pass, waking who sleeps until then, and all that follows from it run. */
async function pass(ms: number): Promise<void> {
  now += ms;
  for (let round = 0; round < 20; round++) {
    await new Promise(setImmediate);
    for (const each of sleepers.splice(0))
      if (each.until <= now) each.wake();
      else sleepers.push(each);
  }
}

async function send(): Promise<RequestTurn> {
  const turn = gate.turn("git");
  await turn.begin();
  return turn;
}

test("an open gate lets all pass and counts them by kind", async () => {
  const rest = gate.turn("rest");
  await rest.begin();
  expect(rest.mustWait({ status: 200, headers: {} })).toBe(false);
  await Promise.all([send(), send()]);
  expect(gate.requests).toEqual({ git: 2, rest: 1 });
  expect(told).toEqual([]);
});

test("one answer that asks for patience makes all wait, until just the time that was given", async () => {
  const turn = await send();
  expect(turn.mustWait(slowDown(60))).toBe(true);
  let passed = 0;
  const others = [turn.begin(), send(), send()].map((each) => each.then(() => passed++));
  await pass(59_000);
  expect(passed).toBe(0);
  await pass(1000);
  expect(passed).toBe(1);
  await pass(1000);
  await Promise.all(others);
  expect(told).toEqual(["throttled", "acme waits until 02:01", "acme goes on"]);
});

test("answers to requests that were under way together are one throttling, though each may lengthen the wait", async () => {
  const turns = await Promise.all([send(), send(), send()]);
  for (const [index, turn] of turns.entries()) turn.mustWait(slowDown(60 * (index + 1)));
  expect(told.filter((each) => each === "throttled")).toHaveLength(1);
  expect(told.at(-1)).toBe("acme waits until 02:03");
  const next = send();
  await pass(3 * MINUTE);
  (await next).mustWait(slowDown(60));
  expect(told.filter((each) => each === "throttled")).toHaveLength(2);
});

test("those who waited leave one after the other; when the first is refused again, the others have not asked", async () => {
  (await send()).mustWait(slowDown(60));
  let passed = 0;
  const others = [1, 2, 3].map(() =>
    send().then((turn) => {
      passed += 1;
      if (passed === 1) turn.mustWait(slowDown(60));
    }),
  );
  await pass(MINUTE);
  expect(passed).toBe(1);
  await pass(MINUTE - 1);
  expect(passed).toBe(1);
  await pass(1);
  expect(passed).toBe(2);
  await pass(500);
  await Promise.all(others);
});

test("a wait that grows by little is told once; the next one is told again, however soon it comes", async () => {
  const [first, second] = await Promise.all([send(), send()]);
  first.mustWait(slowDown(1));
  second.mustWait({ status: 429, headers: { "retry-after": "2" } });
  const next = send();
  await pass(2000);
  (await next).mustWait(slowDown(1));
  expect(told.filter((each) => each.startsWith("acme waits"))).toHaveLength(2);
});

describe("is given up", () => {
  test("a wait of hours, at once and by all, with the time in the error", async () => {
    const reset = String((now + 180 * MINUTE) / 1000);
    const answer = { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset } };
    const turn = await send();
    const limited = expect.objectContaining({ code: "github-rate-limited", facts: { until: "2026-11-21T05:00:00Z" } });
    expect(() => turn.mustWait(answer)).toThrow(limited);
    await expect(send()).rejects.toEqual(limited);
    expect(told).toEqual(["throttled"]);
  });

  test("a request that is refused again and again", async () => {
    const turn = await send();
    let refusals = 0;
    const endless = async () => {
      while (turn.mustWait(slowDown(0))) {
        refusals += 1;
        await turn.begin();
      }
    };
    const ended = expect(endless()).rejects.toMatchObject({ code: "github-rate-limited" });
    for (let round = 0; round < 12; round++) await pass(5 * MINUTE);
    await ended;
    expect(refusals).toBe(4);
  });
});

test("the end of the run ends the wait with its reason", async () => {
  (await send()).mustWait(slowDown(3600));
  const waiting = expect(send()).rejects.toThrow("stop");
  await pass(MINUTE);
  controller.abort(new Error("stop"));
  await waiting;
  await expect(send()).rejects.toThrow("stop");
});

test("the last word of the REST API about the hour is kept, whatever comes after it", async () => {
  const turn = await send();
  const headers = { "x-ratelimit-limit": "5000", "x-ratelimit-remaining": "12", "x-ratelimit-reset": "1795230000" };
  turn.mustWait({ status: 200, headers });
  turn.mustWait(OK);
  expect(gate.budget).toMatchObject({ remaining: 12 });
});
