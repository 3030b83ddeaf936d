import { RequestError } from "@octokit/request-error";
import { expect, test } from "vitest";
import { githubError } from "./github-errors";

const URL = "https://api.github.com";
const answered = (status: number, data: unknown, headers: Record<string, string> = {}) => {
  const request = { method: "GET" as const, url: URL, headers: {} };
  const error = new RequestError("no", status, { request, response: { status, url: URL, headers, data } });
  return githubError(error, "list the fleet", URL);
};

test("GitHub's sentence and those of its details are the reason", () => {
  const data = { message: "Validation Failed", errors: [{ message: "name is taken" }, { code: 7 }] };
  expect(answered(422, data)).toMatchObject({
    code: "github-answer",
    facts: { detail: "Validation Failed name is taken" },
  });
});

test("what is no sentence is none, whatever else it is", () => {
  for (const message of [{ toString: 1 }, null, 7, ["a"]])
    expect(answered(401, { message, errors: [{ message }] })).toMatchObject({ code: "github-credentials" });
});

test("a sentence without end is cut", () => {
  expect(answered(422, { message: "x".repeat(1_000_000) }).message.length).toBeLessThan(1500);
});

test("a limit that ends in no year of any calendar ends in a minute", () => {
  const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "9".repeat(20) };
  expect(answered(403, {}, headers).message).toContain("a minute from now");
});
