import { expect, test } from "vitest";
import { allow } from "../infra/policies/statement";
import { reportGrants } from "./grant-report";
import type { Principal } from "./shared/principals";

const role: Principal = {
  name: "backup",
  accessKeyId: "k",
  secretAccessKey: "s",
  allow: [allow("Read", ["s3:GetObject", "s3:GetObjectVersion"], ["*"]), allow("Add", ["s3:PutObject"], ["*"])],
};
const used = (action: string, statement?: string) => ({ role: "backup", action, statement });
const NONE = { untested: {}, refused: {} };

test("what is granted and was never used is told, by statement", () => {
  const seen = [used("s3:GetObject", "Read"), used("s3:PutObject", "Add")];
  expect(reportGrants([role], seen, NONE)).toEqual({
    unused: ["backup Read s3:GetObjectVersion"],
    neverGranted: [],
    outdated: [],
  });
});

test("what was asked for without any statement about it is told; a fence inside of a granted action is none", () => {
  const seen = [
    ...everything,
    used("s3:DeleteObject"),
    used("s3:PutObject"),
    { role: "stranger", action: "s3:GetObject" },
  ];
  expect(reportGrants([role], seen, NONE).neverGranted).toEqual(["backup s3:DeleteObject"]);
});

test("a reason excuses, and a reason for nothing is told", () => {
  const untested = { "backup Read s3:GetObjectVersion": "why", "backup Add s3:PutObject": "it is used after all" };
  const refused = { "backup s3:DeleteObject": "a test of just that" };
  const seen = [used("s3:GetObject", "Read"), used("s3:PutObject", "Add"), used("s3:DeleteObject")];
  expect(reportGrants([role], seen, { untested, refused })).toEqual({
    unused: [],
    neverGranted: [],
    outdated: ["backup Add s3:PutObject"],
  });
});

const everything = [used("s3:GetObject", "Read"), used("s3:GetObjectVersion", "Read"), used("s3:PutObject", "Add")];
