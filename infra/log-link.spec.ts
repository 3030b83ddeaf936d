import { expect, test } from "vitest";
import { logAddress } from "@/lib/domain/log-link";
import { logLink } from "./log-link";

test("the link is the address of CloudWatch's search in a log group, in each partition", () => {
  expect(logAddress(logLink("us-east-1", "/holdfast/production/console"), "0badcafe")).toBe(
    "https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:log-groups/log-group/" +
      "$252Fholdfast$252Fproduction$252Fconsole/log-events$3FfilterPattern$3D$25220badcafe$2522",
  );
  expect(logLink("us-gov-west-1", "x")).toContain("https://us-gov-west-1.console.amazonaws-us-gov.com/");
  expect(logLink("cn-north-1", "x")).toContain("https://cn-north-1.console.amazonaws.cn/");
});
