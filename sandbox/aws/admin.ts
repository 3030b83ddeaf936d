import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { Principals } from "../shared/principals";
import { AwsError } from "./aws-error";
import type { EcsStore } from "./ecs/ecs-state";
import { taskMetadata } from "./ecs/task-metadata";
import type { TaskRunner } from "./ecs/task-runner";
import type { ScheduleStore } from "./scheduler/schedule-store";
import type { TopicStore } from "./sns/topic-store";
import { parseJson } from "./wire/json-rpc";
import { readRequest } from "./wire/read-request";

export interface AdminOptions {
  principals: Principals;
  ecs: EcsStore;
  runner: TaskRunner;
  schedules: ScheduleStore;
  topics: TopicStore;
  services: string[];
}

/**
 * What is no AWS API: `/_sandbox/…` for tests and the demo, `/v4/…` for the containers' metadata. It asks for no
 * signature, for it is on loopback; requests of web pages are refused, since any page could reach it.
 *
 * @returns whether the request was for it
 */
export async function handleAdmin(options: AdminOptions, req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  const url = new URL(req.url ?? "/", "http://localhost");
  if (url.pathname.startsWith("/v4/")) {
    const metadata = taskMetadata(options.ecs, url.pathname);
    sendJson(res, metadata ? 200 : 404, metadata ?? { message: "unable to get task metadata: no such task" });
    return true;
  }
  if (!url.pathname.startsWith("/_sandbox/")) return false;
  const route = ROUTES[`${req.method} ${url.pathname.slice("/_sandbox".length)}`];
  try {
    if (!route) sendJson(res, 404, { message: `no such thing; there is ${Object.keys(ROUTES).join(", ")}, /faults` });
    else sendJson(res, 200, await route(options, url.searchParams, req));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    sendJson(res, error.status, { code: error.code, message: error.message });
  }
  return true;
}

type Route = (options: AdminOptions, query: URLSearchParams, req: IncomingMessage) => unknown;

const ROUTES: Record<string, Route> = {
  "GET /health": ({ services }) => ({ ok: true, services }),
  "GET /tasks": ({ ecs }) => ({ tasks: ecs.tasks.map(({ task, pids }) => ({ ...task, pids })) }),
  "GET /sns/outbox": ({ topics }) => ({ messages: topics.outbox() }),
  "POST /sns/confirm": async ({ topics }, query) => ({ confirmed: await topics.confirm(query.get("arn") ?? "") }),
  "GET /scheduler/invocations": ({ schedules }) => ({ invocations: schedules.invocations() }),
  "POST /principals": async ({ principals }, _query, req) => {
    const principal = await readBody(req, PRINCIPAL);
    await principals.put(principal);
    return { name: principal.name };
  },
  "POST /tasks/delays": async ({ runner }, _query, req) => {
    return Object.assign(runner.delays, await readBody(req, DELAYS));
  },
};

const STATEMENT = z.strictObject({
  Sid: z.string(),
  Effect: z.literal("Allow"),
  Action: z.array(z.string()),
  Resource: z.array(z.string()),
  Condition: z.record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())]))).optional(),
});

const PRINCIPAL = z.looseObject({
  name: z.string().min(1),
  accessKeyId: z.string().min(1),
  secretAccessKey: z.string().min(1),
  allow: z.array(z.union([z.string(), STATEMENT])),
});

const DELAYS = z.strictObject({ provisioningMs: z.int().nonnegative(), pendingMs: z.int().nonnegative() }).partial();

async function readBody<T>(req: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(parseJson((await readRequest(req)).body));
  if (parsed.success) return parsed.data;
  throw new AwsError("ValidationException", z.prettifyError(parsed.error));
}

export function sendJson(res: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  res.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
  res.end(body);
}
