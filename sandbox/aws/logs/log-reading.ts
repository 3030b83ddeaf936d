import type {
  FilterLogEventsRequest,
  FilterLogEventsResponse,
  GetLogEventsRequest,
  GetLogEventsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../aws-error";
import { paginate } from "../state/paginate";
import { compileFilterPattern } from "./filter-pattern";
import type { LogEvent, LogStore } from "./log-store";

const MOST_EVENTS = 10_000;

/** AWS ends a page at 1 MiB, counting 26 bytes per event: more than the limit allows may remain. */
const PAGE_BYTES = 1_048_576;
const EVENT_OVERHEAD = 26;

/**
 * One page of a stream. Without a token the newest page, or the oldest with `startFromHead`. Tokens point between
 * events: at the end of the stream AWS answers the same token again, which is how a reader knows there is nothing more.
 */
export function getLogEvents(store: LogStore, input: GetLogEventsRequest): GetLogEventsResponse {
  const group = store.get(input.logGroupName ?? input.logGroupIdentifier);
  const stream = store.getStream(group, input.logStreamName);
  const { startTime = 0, endTime = Number.POSITIVE_INFINITY } = input;
  const events = store
    .events(group)
    .filter((each) => each.stream === stream.name && each.timestamp >= startTime && each.timestamp < endTime);
  const limit = input.limit ?? MOST_EVENTS;
  const token = input.nextToken === undefined ? undefined : readToken(input.nextToken);
  const page = takePage(events, limit, token, input.startFromHead ?? false);
  const anchor = token?.id ?? START;
  return {
    events: page.map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
    nextForwardToken: writeToken("f", page.at(-1)?.id ?? anchor),
    nextBackwardToken: writeToken("b", page[0]?.id ?? anchor),
  };
}

/** Events of many streams, oldest first. `endTime` is inclusive here and exclusive in GetLogEvents, as AWS documents. */
export function filterLogEvents(store: LogStore, input: FilterLogEventsRequest): FilterLogEventsResponse {
  const group = store.get(input.logGroupName ?? input.logGroupIdentifier);
  if (input.logStreamNames && input.logStreamNamePrefix) {
    throw new AwsError("InvalidParameterException", "logStreamNames and logStreamNamePrefix cannot be given together.");
  }
  for (const name of input.logStreamNames ?? []) store.getStream(group, name);
  const { startTime = 0, endTime = Number.POSITIVE_INFINITY } = input;
  const wanted = compileFilterPattern(input.filterPattern ?? "");
  const streams = input.logStreamNames && new Set(input.logStreamNames);
  const events = store
    .events(group)
    .filter(
      (each) =>
        (streams?.has(each.stream) ?? each.stream.startsWith(input.logStreamNamePrefix ?? "")) &&
        each.timestamp >= startTime &&
        each.timestamp <= endTime &&
        wanted(each.message),
    );
  const page = paginate(events, input.nextToken, input.limit ?? MOST_EVENTS, "InvalidParameterException");
  return {
    events: page.items.map(({ id, stream, ...event }) => ({ ...event, logStreamName: stream, eventId: id })),
    searchedLogStreams: [],
    nextToken: page.nextToken,
  };
}

const START = "0".repeat(56);

interface Token {
  direction: "f" | "b";
  id: string;
}

function takePage(events: LogEvent[], limit: number, token: Token | undefined, fromHead: boolean): LogEvent[] {
  const forward = token ? token.direction === "f" : fromHead;
  const rest = token ? events.filter((each) => (forward ? each.id > token.id : each.id < token.id)) : events;
  if (forward) return rest.slice(0, fitting(rest, limit));
  const backwards = rest.slice().reverse();
  return backwards.slice(0, fitting(backwards, limit)).reverse();
}

function fitting(events: LogEvent[], limit: number): number {
  let bytes = 0;
  const tooMany = events.slice(0, limit).findIndex((each) => {
    bytes += Buffer.byteLength(each.message) + EVENT_OVERHEAD;
    return bytes > PAGE_BYTES;
  });
  return tooMany === -1 ? limit : Math.max(1, tooMany);
}

function writeToken(direction: "f" | "b", id: string): string {
  return `${direction}/${id}/s`;
}

function readToken(token: string): Token {
  const [, direction, id = ""] = /^([fb])\/(\d{56})\/s$/.exec(token) ?? [];
  if (direction !== "f" && direction !== "b") {
    throw new AwsError("InvalidParameterException", "The specified nextToken is invalid.");
  }
  return { direction, id };
}
