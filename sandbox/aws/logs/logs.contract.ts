import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AwsClients, type AwsFixture, startFixture } from "../testing/aws-fixture";

const START = Date.parse("2026-11-21T00:00:00Z");

let fixture: AwsFixture;
let logs: AwsClients["logs"];

beforeAll(async () => {
  fixture = await startFixture();
  logs = fixture.clients().logs;
});
afterAll(() => fixture.close());

async function stream(group: string, name: string, messages: string[], from = START): Promise<void> {
  await logs.send(new CreateLogGroupCommand({ logGroupName: group })).catch((error) => {
    if (error.name !== "ResourceAlreadyExistsException") throw error;
  });
  await logs.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: name }));
  const logEvents = messages.map((message, index) => ({ message, timestamp: from + index * 1000 }));
  await logs.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: name, logEvents }));
}

describe("CloudWatch Logs", () => {
  it("pages forward until the token repeats, as AWS does at the end of a stream", async () => {
    await stream("/get", "s", ["a", "b", "c", "d", "e"]);
    const read = (nextToken?: string) =>
      logs.send(
        new GetLogEventsCommand({ logGroupName: "/get", logStreamName: "s", limit: 2, startFromHead: true, nextToken }),
      );
    const pages: string[] = [];
    let token: string | undefined;
    for (;;) {
      const page = await read(token);
      if (page.nextForwardToken === token) break;
      pages.push((page.events ?? []).map((each) => each.message).join(""));
      token = page.nextForwardToken;
    }
    expect(pages).toEqual(["ab", "cd", "e"]);
    expect(token).toMatch(/^f\/\d{56}\/s$/);

    await logs.send(
      new PutLogEventsCommand({
        logGroupName: "/get",
        logStreamName: "s",
        logEvents: [{ message: "f", timestamp: START + 9000 }],
      }),
    );
    expect((await read(token)).events?.map((each) => each.message)).toEqual(["f"]);
  });

  it("gives the newest page first without a token, and goes backwards from there", async () => {
    await stream("/tail", "s", ["a", "b", "c"]);
    const read = (nextToken?: string) =>
      logs.send(new GetLogEventsCommand({ logGroupName: "/tail", logStreamName: "s", limit: 2, nextToken }));
    const last = await read();
    expect(last.events?.map((each) => each.message)).toEqual(["b", "c"]);
    const before = await read(last.nextBackwardToken);
    expect(before.events?.map((each) => each.message)).toEqual(["a"]);
    expect((await read(before.nextBackwardToken)).events).toEqual([]);
  });

  it("limits GetLogEvents by time, with an exclusive end", async () => {
    await stream("/time", "s", ["a", "b", "c"]);
    const read = new GetLogEventsCommand({
      logGroupName: "/time",
      logStreamName: "s",
      startTime: START + 1000,
      endTime: START + 2000,
    });
    expect((await logs.send(read)).events?.map((each) => each.message)).toEqual(["b"]);
  });

  it("filters over streams by prefix, time and pattern, in order of time, in pages", async () => {
    await stream("/filter", "worker/1", ["ERROR one", "info", "ERROR two"]);
    await stream("/filter", "worker/2", ["ERROR three"], START + 500);
    await stream("/filter", "console/1", ["ERROR console"]);
    const ask = (more: object) =>
      logs.send(
        new FilterLogEventsCommand({
          logGroupName: "/filter",
          logStreamNamePrefix: "worker/",
          filterPattern: "ERROR",
          limit: 2,
          ...more,
        }),
      );
    const first = await ask({});
    const second = await ask({ nextToken: first.nextToken });
    const found = [first, second].flatMap((page) => page.events ?? []);
    expect(found.map((each) => each.message)).toEqual(["ERROR one", "ERROR three", "ERROR two"]);
    expect(found[1]).toMatchObject({ logStreamName: "worker/2", timestamp: START + 500 });
    expect(second.nextToken).toBeUndefined();
    const inclusive = await ask({ startTime: START + 500, endTime: START + 500 });
    expect(inclusive.events?.map((each) => each.message)).toEqual(["ERROR three"]);
  });

  it("describes groups and streams with their last event", async () => {
    await stream("/describe/a", "old", ["x"], START);
    await stream("/describe/a", "new", ["y"], START + 60_000);
    await logs.send(new PutRetentionPolicyCommand({ logGroupName: "/describe/a", retentionInDays: 30 }));
    const groups = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "/describe" }));
    expect(groups.logGroups).toMatchObject([
      {
        logGroupName: "/describe/a",
        retentionInDays: 30,
        arn: "arn:aws:logs:us-east-1:123456789012:log-group:/describe/a:*",
      },
    ]);
    const streams = await logs.send(
      new DescribeLogStreamsCommand({ logGroupName: "/describe/a", orderBy: "LastEventTime", descending: true }),
    );
    expect(streams.logStreams?.map((each) => each.logStreamName)).toEqual(["new", "old"]);
    expect(streams.logStreams?.[0]?.lastEventTimestamp).toBe(START + 60_000);
  });

  it("answers like AWS when a group or a stream does not exist", async () => {
    const none = logs.send(new FilterLogEventsCommand({ logGroupName: "/none" }));
    await expect(none).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "The specified log group does not exist.",
    });
    await stream("/exists", "s", ["x"]);
    const noStream = logs.send(new GetLogEventsCommand({ logGroupName: "/exists", logStreamName: "none" }));
    await expect(noStream).rejects.toMatchObject({ message: "The specified log stream does not exist." });
  });

  it("refuses events out of order, a batch over 1 MiB and a retention AWS does not know", async () => {
    await stream("/refuse", "s", ["x"]);
    const put = (logEvents: { timestamp: number; message: string }[]) =>
      logs.send(new PutLogEventsCommand({ logGroupName: "/refuse", logStreamName: "s", logEvents }));
    const refused = { name: "InvalidParameterException" };
    const disorder = [
      { timestamp: 2, message: "b" },
      { timestamp: 1, message: "a" },
    ];
    await expect(put(disorder)).rejects.toMatchObject(refused);
    await expect(put([{ timestamp: 1, message: "x".repeat(1_048_576) }])).rejects.toMatchObject(refused);
    const days = logs.send(new PutRetentionPolicyCommand({ logGroupName: "/refuse", retentionInDays: 31 }));
    await expect(days).rejects.toMatchObject(refused);
  });

  it("keeps events over a restart, and forgets a deleted group for good", async () => {
    await stream("/kept", "s", ["a", "b"]);
    await stream("/gone", "s", ["a"]);
    await logs.send(new DeleteLogGroupCommand({ logGroupName: "/gone" }));
    await fixture.restart();
    logs = fixture.clients().logs;
    const kept = await logs.send(new FilterLogEventsCommand({ logGroupName: "/kept" }));
    expect(kept.events?.map((each) => each.message)).toEqual(["a", "b"]);
    await stream("/gone", "s", ["new"]);
    const gone = await logs.send(new FilterLogEventsCommand({ logGroupName: "/gone" }));
    expect(gone.events?.map((each) => each.message)).toEqual(["new"]);
  });
});
