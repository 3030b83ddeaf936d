import { setTimeout as sleep } from "node:timers/promises";
import type { Octokit } from "@octokit/core";
import { RequestError } from "@octokit/request-error";
import { ATTEMPTS, pauseAfter } from "@/lib/domain/backoff";
import type { AppError } from "@/lib/domain/errors";
import type { HostAnswer } from "@/lib/domain/host-limit";
import type { HostOptions } from "@/lib/ports/code-host";
import { githubError, sentenceIn } from "./github-errors";
import type { RequestGate } from "./request-gate";

/** Minting a token twice does no harm; no other POST is made again when its answer was lost. */
const MAY_REPEAT_POST = /\/access_tokens$/;

/**
 * Makes every call of an octokit patient: it passes the gate, is made again when GitHub asks for patience (nothing was
 * done then), and up to three times in all when GitHub was out of order for a moment. Calls that are not safe to repeat
 * are not. What comes out is GitHub's refusal as octokit has it, or an AppError once patience is at its end.
 */
export function makePatient(
  octokit: Octokit,
  gate: RequestGate,
  { signal, listener, firstPauseMs }: HostOptions,
  apiUrl: string,
): void {
  octokit.hook.wrap("request", async (request, options) => {
    const action = `${options.method} ${URL.parse(options.url)?.pathname ?? options.url}`;
    const turn = gate.turn("rest");
    for (let number = 1; ; ) {
      await turn.begin();
      try {
        const answer = await request(options);
        turn.mustWait({ status: answer.status, headers: answer.headers });
        checkBody(answer, options);
        return answer;
      } catch (cause) {
        signal?.throwIfAborted();
        const response = cause instanceof RequestError ? cause.response : undefined;
        if (response && turn.mustWait(asAnswer(response))) continue;
        const known = asPassingFault(cause, action, apiUrl);
        if (!known) throw cause;
        const repeatable = options.method !== "POST" || MAY_REPEAT_POST.test(action);
        if (number >= ATTEMPTS || !repeatable) throw known;
        const pauseMs = pauseAfter(number, Math.random(), firstPauseMs);
        number += 1;
        listener?.retrying?.(action, known, pauseMs);
        await sleep(pauseMs, undefined, { signal }).catch(() => signal?.throwIfAborted());
      }
    }
  });
}

type Response = NonNullable<RequestError["response"]>;

/** octokit passes JSON that cannot be parsed on as text, and a list that is none looks like the end of the list. */
function checkBody({ headers, data }: Response, request: RequestError["request"]): void {
  if (typeof data !== "string" || !/json/.test(String(headers["content-type"] ?? ""))) return;
  throw new RequestError("the answer is not whole", 500, { request });
}

/** A failure that may pass by itself, in our words: no answer, half an answer, or one from a server out of order. */
function asPassingFault(cause: unknown, action: string, apiUrl: string): AppError | undefined {
  if (!(cause instanceof RequestError) || (cause.response && cause.status < 500)) return undefined;
  const known = githubError(cause, action, apiUrl);
  return known.code === "github-unreachable" ? known : undefined;
}

function asAnswer({ status, headers, data }: Response): HostAnswer {
  return { status, headers, words: typeof data === "string" ? data : sentenceIn(data) };
}
