import { expect, test } from "vitest";
import { accountOf, environmentTone } from "./aws-account";

test.each([
  ["arn:aws:iam::123456789012:role/holdfast-download", "123456789012"],
  ["arn:aws-us-gov:iam::123456789012:role/x", "123456789012"],
  ["arn:aws:s3:::holdfast-backups", undefined],
  ["123456789012", undefined],
  [undefined, undefined],
])("%s names the account %s", (arn, account) => {
  expect(accountOf(arn)).toBe(account);
});

test.each([
  ["production", "live"],
  ["prod", "live"],
  ["prod-standby", "standby"],
  ["dev", "trial"],
  ["sandbox", "trial"],
])("the environment %s is told as %s", (name, tone) => {
  expect(environmentTone(name)).toBe(tone);
});
