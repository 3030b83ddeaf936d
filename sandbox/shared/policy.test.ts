import { describe, expect, test } from "vitest";
import { bucketRefusals } from "@/infra/policies/bucket-policy";
import { allow } from "@/infra/policies/statement";
import { permits, refusalFor } from "./policy";

const bucket = "arn:aws:s3:::backups";
const read = (resource: string, context?: Record<string, string>) => ({ action: "s3:GetObject", resource, context });

test("an action alone is granted on every resource, and nothing else is granted", () => {
  expect(permits(["s3:Get*"], read(`${bucket}/k`))).toBe(true);
  expect(permits(["s3:Put*"], read(`${bucket}/k`))).toBe(false);
  expect(permits([], read(`${bucket}/k`))).toBe(false);
});

test("a statement reaches its resources and no further", () => {
  const grants = [allow("Read", ["s3:GetObject"], [`${bucket}/runs/*`])];
  expect(permits(grants, read(`${bucket}/runs/a/b`))).toBe(true);
  expect(permits(grants, read(`${bucket}/plans/a`))).toBe(false);
  expect(permits(grants, read(`${bucket}-replica/runs/a`))).toBe(false);
  expect(permits(grants, { action: "s3:PutObject", resource: `${bucket}/runs/a` })).toBe(false);
});

test("? is one character, and what else an expression may mean is itself", () => {
  const grants = [allow("Read", ["s3:GetObject"], [`${bucket}/a.b-??`])];
  expect(permits(grants, read(`${bucket}/a.b-xy`))).toBe(true);
  expect(permits(grants, read(`${bucket}/a.b-xyz`))).toBe(false);
  expect(permits(grants, read(`${bucket}/acb-xy`))).toBe(false);
});

describe("conditions", () => {
  const on = (operator: string, value: string | string[]) => [
    allow("Read", ["s3:GetObject"], ["*"], { [operator]: { "ecs:cluster": value } }),
  ];
  const asked = (cluster: string) => read("*", { "ecs:cluster": cluster });

  test("of several values one has to hold", () => {
    expect(permits(on("StringEquals", ["a", "b"]), asked("b"))).toBe(true);
    expect(permits(on("StringEquals", ["a", "b"]), asked("c"))).toBe(false);
    expect(permits(on("StringEquals", "a*"), asked("ab"))).toBe(false);
  });

  test("parts of ARNs are compared each for itself", () => {
    const wanted = "arn:aws:ecs:*:1:cluster/main*";
    expect(permits(on("ArnLike", wanted), asked("arn:aws:ecs:us-east-1:1:cluster/main-2"))).toBe(true);
    expect(permits(on("ArnEquals", wanted), asked("arn:aws:ecs:us-east-1:1:cluster/main-2"))).toBe(true);
    expect(permits(on("ArnLike", wanted), asked("arn:aws:ecs:x:2:1:cluster/main"))).toBe(false);
  });

  test("a key that the request does not have does not hold", () => {
    expect(permits(on("StringEquals", "a"), read("*"))).toBe(false);
  });

  test("Null asks whether the request has the key at all", () => {
    expect(permits(on("Null", "false"), asked("a"))).toBe(true);
    expect(permits(on("Null", "false"), read("*"))).toBe(false);
    expect(permits(on("Null", "true"), asked("a"))).toBe(false);
    expect(permits(on("Null", "true"), read("*"))).toBe(true);
  });

  test("one that is not known is an error, never an allow", () => {
    expect(() => permits(on("StringLike", "*"), asked("a"))).toThrow("StringLike, which the sandbox does not know");
  });
});

test("a character that is written as a variable is that character, and no pattern", () => {
  const reads = [allow("Read", ["s3:GetObject"], [`arn:aws:s3:::b/\${*}\${?}\${$}`])];
  const asked = (resource: string) => permits(reads, { action: "s3:GetObject", resource });
  expect(asked("arn:aws:s3:::b/*?$")).toBe(true);
  expect(asked("arn:aws:s3:::b/xyz")).toBe(false);
});

describe("a bucket's refusals", () => {
  const KEY = "s3:x-amz-server-side-encryption-customer-algorithm";
  const refusals = bucketRefusals("arn:aws:s3:::b", true);
  const put = (context: Record<string, string | undefined>) => ({
    action: "s3:PutObject",
    resource: "arn:aws:s3:::b/k",
    context,
  });

  test("meet what they name, in their own bucket", () => {
    const remove = { action: "s3:DeleteObjectVersion", resource: "arn:aws:s3:::b/k" };
    expect(refusalFor(refusals, remove)?.Sid).toBe("RefuseDelete");
    expect(refusalFor(refusals, { ...remove, resource: "arn:aws:s3:::another/k" })).toBeUndefined();
    expect(refusalFor(refusals, put({ [KEY]: "AES256" }))?.Sid).toBe("RefuseCustomerProvidedKeys");
    expect(refusalFor(refusals, put({ [KEY]: undefined }))).toBeUndefined();
  });

  test("that cannot be judged are an error, and never pass for allowed", () => {
    expect(() => refusalFor(refusals, put({}))).toThrow("which the sandbox does not know");
    const strange = refusals.map((each) => ({ ...each, Condition: { Bool: { [KEY]: "true" } } }));
    expect(() => refusalFor(strange, put({ [KEY]: undefined }))).toThrow("has the condition Bool");
  });
});
