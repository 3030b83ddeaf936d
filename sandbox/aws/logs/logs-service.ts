import * as model from "@aws-sdk/client-cloudwatch-logs";
import { arnOf } from "../account";
import { AwsError } from "../aws-error";
import { type Operation, operation, type Service, subjects } from "../service";
import { paginate } from "../state/paginate";
import { filterLogEvents, getLogEvents } from "./log-reading";
import type { LogGroup, LogStore, LogStream } from "./log-store";

/** CloudWatch Logs: groups, streams, writing, reading with AWS's paging tokens, retention. No Insights, no live tail. */
export function logsService(store: LogStore): Service {
  return {
    iamPrefix: "logs",
    signingName: "logs",
    target: "Logs_20140328",
    jsonVersion: "1.1",
    invalidInput: "InvalidParameterException",
    model,
    subjects: {
      FilterLogEvents: subjects((input: model.FilterLogEventsRequest) => [{ resource: groupArn(store, input) }]),
      GetLogEvents: subjects((input: model.GetLogEventsRequest) => [
        { resource: `${groupArn(store, input)}:log-stream:${input.logStreamName}` },
      ]),
    },
    operations: { ...groupOperations(store), ...streamOperations(store), ...eventOperations(store) },
  };
}

const groupArn = (store: LogStore, input: { logGroupName?: string; logGroupIdentifier?: string }): string =>
  arnOf(store.account, "logs", `log-group:${input.logGroupName ?? input.logGroupIdentifier}`);

/** The values AWS accepts; anything else is a mistake in the infrastructure. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** AWS's limits for one PutLogEvents: 1 MiB counting 26 bytes of overhead per event, and 10,000 events. */
const BATCH_BYTES = 1_048_576;
const EVENT_OVERHEAD = 26;

function groupOperations(store: LogStore): Record<string, Operation> {
  return {
    CreateLogGroup: operation(async (input: model.CreateLogGroupRequest) => {
      checkName("logGroupName", input.logGroupName, /^[.\-_/#A-Za-z0-9]{1,512}$/);
      await store.createGroup(input.logGroupName ?? "", input.tags);
      return {};
    }),
    DeleteLogGroup: operation(async (input: model.DeleteLogGroupRequest) => {
      await store.deleteGroup(store.get(input.logGroupName));
      return {};
    }),
    DescribeLogGroups: operation((input: model.DescribeLogGroupsRequest): model.DescribeLogGroupsResponse => {
      const prefix = input.logGroupNamePrefix ?? "";
      const pattern = input.logGroupNamePattern?.toLowerCase() ?? "";
      const groups = store
        .groups()
        .filter((each) => each.name.startsWith(prefix) && each.name.toLowerCase().includes(pattern))
        .sort(byName);
      const page = paginate(groups, input.nextToken, input.limit ?? 50, "InvalidParameterException");
      return { logGroups: page.items.map((group) => describeGroup(store, group)), nextToken: page.nextToken };
    }),
    PutRetentionPolicy: operation(async (input: model.PutRetentionPolicyRequest) => {
      const group = store.get(input.logGroupName);
      if (!RETENTION_DAYS.includes(input.retentionInDays ?? 0)) {
        throw new AwsError("InvalidParameterException", `retentionInDays must be one of ${RETENTION_DAYS.join(", ")}`);
      }
      group.retentionInDays = input.retentionInDays;
      await store.save();
      return {};
    }),
    DeleteRetentionPolicy: operation(async (input: model.DeleteRetentionPolicyRequest) => {
      store.get(input.logGroupName).retentionInDays = undefined;
      await store.save();
      return {};
    }),
  };
}

function streamOperations(store: LogStore): Record<string, Operation> {
  return {
    CreateLogStream: operation(async (input: model.CreateLogStreamRequest) => {
      checkName("logStreamName", input.logStreamName, /^[^:*]{1,512}$/);
      await store.createStream(store.get(input.logGroupName), input.logStreamName ?? "");
      return {};
    }),
    DeleteLogStream: operation(async (input: model.DeleteLogStreamRequest) => {
      const group = store.get(input.logGroupName);
      await store.deleteStream(group, store.getStream(group, input.logStreamName));
      return {};
    }),
    DescribeLogStreams: operation((input: model.DescribeLogStreamsRequest): model.DescribeLogStreamsResponse => {
      const group = store.get(input.logGroupName ?? input.logGroupIdentifier);
      if (input.orderBy === "LastEventTime" && input.logStreamNamePrefix) {
        throw new AwsError("InvalidParameterException", "Cannot order by LastEventTime with a logStreamNamePrefix.");
      }
      const spans = eventSpans(store, group);
      const streams = Object.values(group.streams)
        .filter((each) => each.name.startsWith(input.logStreamNamePrefix ?? ""))
        .sort(byName)
        .map((stream) => describeStream(store, group, stream, spans));
      if (input.orderBy === "LastEventTime") {
        streams.sort((a, b) => (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0));
      }
      if (input.descending) streams.reverse();
      const page = paginate(streams, input.nextToken, input.limit ?? 50, "InvalidParameterException");
      return { logStreams: page.items, nextToken: page.nextToken };
    }),
  };
}

function eventOperations(store: LogStore): Record<string, Operation> {
  return {
    PutLogEvents: operation(async (input: model.PutLogEventsRequest): Promise<model.PutLogEventsResponse> => {
      const group = store.get(input.logGroupName);
      const stream = store.getStream(group, input.logStreamName);
      const events = (input.logEvents ?? []).map(({ timestamp = 0, message = "" }) => ({ timestamp, message }));
      checkBatch(events);
      await store.append(group, stream, events);
      return { nextSequenceToken: String(store.events(group).length) };
    }),
    GetLogEvents: operation((input: model.GetLogEventsRequest) => getLogEvents(store, input)),
    FilterLogEvents: operation((input: model.FilterLogEventsRequest) => filterLogEvents(store, input)),
  };
}

function checkName(member: string, name: string | undefined, pattern: RegExp): void {
  if (pattern.test(name ?? "")) return;
  throw new AwsError(
    "InvalidParameterException",
    `Value '${name}' at '${member}' failed to satisfy constraint: ${pattern.source}`,
  );
}

function checkBatch(events: { timestamp: number; message: string }[]): void {
  if (events.length > 10_000)
    throw new AwsError("InvalidParameterException", "Log events in a single PutLogEvents request cannot exceed 10000.");
  let bytes = 0;
  let last = 0;
  for (const { timestamp, message } of events) {
    if (message === "") throw new AwsError("InvalidParameterException", "Log event message must not be empty.");
    if (timestamp < last) {
      throw new AwsError(
        "InvalidParameterException",
        "Log events in a single PutLogEvents request must be in chronological order.",
      );
    }
    last = timestamp;
    bytes += Buffer.byteLength(message) + EVENT_OVERHEAD;
  }
  if (bytes > BATCH_BYTES)
    throw new AwsError("InvalidParameterException", `Upload too large: ${bytes} bytes exceeds limit of ${BATCH_BYTES}`);
}

function describeGroup(store: LogStore, group: LogGroup): model.LogGroup {
  const arn = store.groupArn(group);
  return {
    logGroupName: group.name,
    creationTime: group.createdAt,
    retentionInDays: group.retentionInDays,
    metricFilterCount: 0,
    arn: `${arn}:*`,
    logGroupArn: arn,
    storedBytes: store.events(group).reduce((sum, event) => sum + event.message.length + EVENT_OVERHEAD, 0),
    logGroupClass: "STANDARD",
  };
}

type Spans = Map<string, { first: number; last: number }>;

function eventSpans(store: LogStore, group: LogGroup): Spans {
  const spans: Spans = new Map();
  for (const event of store.events(group)) {
    const first = spans.get(event.stream)?.first ?? event.timestamp;
    spans.set(event.stream, { first, last: event.timestamp });
  }
  return spans;
}

function describeStream(store: LogStore, group: LogGroup, stream: LogStream, spans: Spans): model.LogStream {
  const span = spans.get(stream.name);
  return {
    logStreamName: stream.name,
    creationTime: stream.createdAt,
    firstEventTimestamp: span?.first,
    lastEventTimestamp: span?.last,
    lastIngestionTime: stream.lastIngestionAt,
    uploadSequenceToken: "1",
    arn: `${store.groupArn(group)}:log-stream:${stream.name}`,
    storedBytes: 0,
  };
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
