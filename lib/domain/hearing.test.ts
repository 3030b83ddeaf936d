import { describe, expect, test } from "vitest";
import { hearingsOf, shownAddress, topicName } from "./hearing";

const TOPIC = "arn:aws:sns:us-east-1:111111111111:holdfast-alarms";
const OTHER = "arn:aws:sns:us-east-1:111111111111:holdfast-pager";
const wired = (topics: string[], actionsEnabled = true) => ({ title: "x", found: { actionsEnabled, topics } });
const subscriber = (endpoint: string, confirmed: boolean) => ({ topic: TOPIC, protocol: "email", endpoint, confirmed });

describe("who hears of alarms", () => {
  test("what is wrong comes first: a topic without anybody, then whoever has not confirmed", () => {
    const rows = hearingsOf(
      [wired([TOPIC, OTHER]), wired([TOPIC]), wired([TOPIC], false), { title: "absent" }],
      [subscriber("b@acme.example", true), subscriber("a@acme.example", true), subscriber("z@acme.example", false)],
    );
    expect(rows.map(({ topic, state, alarms, address }) => [topicName(topic), state, alarms, address])).toEqual([
      ["holdfast-pager", "nobody", 1, undefined],
      ["holdfast-alarms", "pending", 2, "z@acme.example"],
      ["holdfast-alarms", "confirmed", 2, "a@acme.example"],
      ["holdfast-alarms", "confirmed", 2, "b@acme.example"],
    ]);
  });

  test("alarms that tell no topic have nobody to list", () => {
    expect(hearingsOf([wired([])], [])).toEqual([]);
  });

  test.each([
    ["oncall@acme.example", "oncall@acme.example"],
    ["https://events.pager.example/integration/0123456789abcdef/enqueue", "https://events.pager.example/…"],
    ["https://name:key@hooks.example?token=abc", "https://hooks.example/…"],
    ["https://hooks.example/", "https://hooks.example/"],
    ["arn:aws:sqs:us-east-1:111111111111:queue", "arn:aws:sqs:us-east-1:111111111111:queue"],
  ])("%s is shown without a key in it", (address, shown) => {
    expect(shownAddress(address)).toBe(shown);
  });
});
