import { setTimeout as sleep } from "node:timers/promises";
import { ATTEMPTS, pauseAfter } from "@/lib/domain/backoff";
import { AppError, hasCode } from "@/lib/domain/errors";
import { formatBytes } from "@/lib/domain/format";
import { type PushAnswer, type RefusedRef, refusalError } from "@/lib/domain/push-answer";
import { HELPER_BRANCH, type Push, planPushes, planWhole } from "@/lib/domain/push-plan";
import type { Ref } from "@/lib/domain/refs";
import type { Log } from "../../log";
import { listServerRefs } from "../list-server-refs";
import type { PushMeter } from "./push-meter";
import { type PushSettings, pushOnce } from "./push-once";
import type { PushPace } from "./push-pace";
import { packBytes, readHistory } from "./read-history";

export interface PushJob extends Omit<PushSettings, "onWords"> {
  /** Branches and tags, as GitHub shall have them. */
  refs: readonly Ref[];
  limitBytes: number;
  /** Nothing is there yet, so GitHub need not be asked. */
  fresh: boolean;
  pace: PushPace;
  /** Where somebody wants to know how far it is. */
  meter?: PushMeter;
  log: Log;
  retryPauseMs: number;
}

/** More in one push take GitHub long; it sets no limit unless an owner does. */
const REFS_PER_PUSH = 5000;
/** What breaks off again and again at less than this does not do so for its size. */
const LEAST_PART_BYTES = 1024 * 1024;

/**
 * Brings the refs to GitHub in as many pushes as their size takes. What breaks off is tried again: GitHub is asked what it
 * has, and only the rest is pushed, in smaller parts where size seems to be the reason. What GitHub refuses for its content
 * is an error at the end; the other refs are pushed all the same.
 * @returns how many pushes it took
 * @throws AppError push-protected, push-rules, push-workflows, push-fsck, push-refused, push-too-large, push-cut, github-*
 */
export async function pushRefs(job: PushJob): Promise<number> {
  const { limitBytes, fresh } = job;
  const state: State = { pushes: 0, limitBytes, errors: [], refused: [], empty: fresh, touched: new Set() };
  while (!(await pushRest(job, state))) {
    // Another look at what is there, and on.
  }
  if (state.refused.length > 0 && state.answer)
    throw refusalError(job.name, { refused: state.refused, words: state.answer.words });
  return state.pushes;
}

interface State {
  pushes: number;
  limitBytes: number;
  /** Since the last push that came through. */
  errors: AppError[];
  refused: RefusedRef[];
  /** The last one that refused something. */
  answer?: PushAnswer;
  /** It is known that nothing is there. */
  empty: boolean;
  refusedToken?: string;
  /** Names of refs that were pushed from here, in whole or in part. */
  touched: Set<string>;
}

/** @returns whether everything is there, or refused for good */
async function pushRest(job: PushJob, state: State): Promise<boolean> {
  const there = state.empty ? [] : await listServerRefs(job);
  state.empty = false;
  const { pushes, bytes } = await planRest(job, state, there);
  job.meter?.plan(bytes);
  if (pushes.length > 1)
    job.log.info("push-plan", `${job.name}: pushed in ${pushes.length} parts`, { parts: pushes.length });
  for (const push of pushes) {
    const parts = push.parts.filter(({ name }) => !state.refused.some((each) => each.name === name));
    if (parts.length === 0) continue;
    await job.pace.turn();
    job.meter?.begin();
    const answer = await attempt(job, state, { ...push, parts });
    state.pushes += 1;
    if (answer.trouble) {
      await recover(job, state, push, answer);
      return false;
    }
    state.errors = [];
    job.meter?.done();
    for (const { name } of parts) state.touched.add(name);
    if (answer.refused.length === 0) continue;
    state.refused.push(...answer.refused);
    state.answer = answer;
  }
  return true;
}

interface Planned {
  pushes: Push[];
  /** Of all of them, at most; undefined where GitHub may have a part of it. */
  bytes?: number;
}

async function planRest(job: PushJob, state: State, there: readonly Ref[]): Promise<Planned> {
  const { refs, directory, signal } = job;
  const found = new Map(there.map(({ name, oid }) => [name, oid]));
  const settled = new Set(state.refused.map(({ name }) => name));
  const rest = refs.filter(({ name, oid }) => found.get(name) !== oid && !settled.has(name));
  const limits = { limitBytes: state.limitBytes, refsPerPush: REFS_PER_PUSH };
  const packed = await packBytes(directory, signal);
  const whole = rest.length === 0 || packed <= limits.limitBytes;
  const oids = rest.map(({ oid }) => oid);
  const plan = whole
    ? planWhole(rest, limits)
    : planPushes(rest.map(withCommit), await readHistory(directory, oids, [...found.values()], signal), limits);
  // What a run before this one has left.
  const left = found.has(HELPER_BRANCH) && !plan.some(({ parts }) => parts.some(({ name }) => name === HELPER_BRANCH));
  return {
    pushes: left ? [...plan, { parts: [{ name: HELPER_BRANCH }], bytes: 0 }] : plan,
    bytes: whole ? (there.length === 0 ? packed : undefined) : plan.reduce((sum, push) => sum + push.bytes, 0),
  };
}

const withCommit = ({ name, oid, peeled }: Ref) => ({ name, oid, commit: peeled });

async function attempt(job: PushJob, state: State, push: Push): Promise<PushAnswer> {
  const turn = job.access.gate?.turn("git");
  await turn?.begin();
  const token = await job.access.token({ refused: state.refusedToken });
  // What was begun here may be moved on.
  const onlyNew = job.onlyNew && push.parts.every(({ name }) => !state.touched.has(name));
  const answer = await pushOnce(push, { ...job, onlyNew, onWords: job.meter?.heard }, token);
  if (answer.trouble === "credentials") state.refusedToken = token;
  // Git keeps to itself how long to wait; the list of refs that comes before the next try is told. Where only pushes are
  // refused, the gate goes by the words, which means a minute at least.
  const again = state.errors.some((error) => hasCode(error, "github-rate-limited"));
  if (answer.trouble === "busy" && again) turn?.mustWait({ status: 429, headers: {}, words: answer.words.join("\n") });
  return answer;
}

/** Makes ready for another try, or throws. */
async function recover(job: PushJob, state: State, push: Push, answer: PushAnswer): Promise<void> {
  const detail = mostTelling(answer.words);
  const error = problemOf(job, answer, detail);
  state.errors.push(error);
  const size = push.bytes || (await packBytes(job.directory, job.signal));
  if (answer.trouble === "size") {
    const smaller = Math.floor(Math.min(size, state.limitBytes) / 2);
    if (smaller < LEAST_PART_BYTES || state.limitBytes < push.bytes)
      throw new AppError("push-too-large", { target: job.name, detail });
    job.log.warn("push-smaller", `${job.name}: GitHub found a push too large; trying parts of ${formatBytes(smaller)}`);
    state.limitBytes = smaller;
    return;
  }
  if (answer.trouble === "denied" || state.errors.length > ATTEMPTS) throw error;
  // GitHub also breaks off what is too large, without a word.
  const cuts = state.errors.filter((each) => hasCode(each, "push-cut")).length;
  if (cuts > 1 && size > 64 * LEAST_PART_BYTES) state.limitBytes = Math.floor(size / 2);
  const pauseMs = pauseAfter(state.errors.length, Math.random(), job.retryPauseMs);
  job.log.warn("push-retry", `${job.name}: ${error.message}; trying again in ${(pauseMs / 1000).toFixed(1)} s`);
  await sleep(answer.trouble === "credentials" ? 0 : pauseMs, undefined, { signal: job.signal });
}

/** Git's last words are that it failed; what is before them says why. */
function mostTelling(words: readonly string[]): string {
  const telling = words.filter((line) => !/failed to push some refs|hung up unexpectedly|unpack failed/.test(line));
  return (telling.at(-1) ?? words.at(-1))?.replace(/^((fatal|error|remote): *)+/, "") ?? "git gave no reason";
}

function problemOf({ name }: PushJob, { trouble }: PushAnswer, detail: string): AppError {
  if (trouble === "credentials") return new AppError("github-credentials", { detail });
  if (trouble === "denied")
    return new AppError("github-forbidden", { action: `a push to ${name}`, detail, needed: "contents=write" });
  if (trouble === "busy") return new AppError("github-rate-limited", { until: "a minute from now" });
  return new AppError("push-cut", { target: name, detail });
}
