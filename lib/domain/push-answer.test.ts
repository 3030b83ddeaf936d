// GitHub's words are taken from reports: github/docs#40706 (size), repo-sync/github-sync#23 (workflows), community threads on
// GH013 (push protection and rulesets), piceaTech/node-gitlab-2-github#199 (fsck). Git's are those of git 2.39.
import { describe, expect, test } from "vitest";
import { readPushAnswer, refusalError } from "./push-answer";

const TO = "To https://github.com/acme/api.git";
const output = (stdout: string[], stderr: string[], exitCode = 1) => ({
  exitCode,
  stdout: `${[TO, ...stdout].join("\n")}\n`,
  stderr: `${stderr.join("\n")}\n`,
});
const line = (flag: string, ref: string, summary: string) => `${flag}\taaaa:${ref}\t${summary}`;
const FAILED = "error: failed to push some refs to 'https://github.com/acme/api.git'";

describe("a push that came through", () => {
  test("refuses nothing, whatever the remote had to say", () => {
    const stdout = [line("*", "refs/heads/main", "[new branch]"), line("=", "refs/tags/v1", "[up to date]"), "Done"];
    const answer = readPushAnswer(output(stdout, ["remote: Resolving deltas: 100% (3/3), done."], 0));
    expect(answer.refused).toEqual([]);
    expect(answer.trouble).toBeUndefined();
  });
});

describe("a refusal of some refs", () => {
  test("names each with its reason; the others went through", () => {
    const stdout = [
      line("*", "refs/heads/main", "[new branch]"),
      line("!", "refs/pull/1/head", "[remote rejected] (deny updating a hidden ref)"),
    ];
    const answer = readPushAnswer(output(stdout, [FAILED]));
    expect(answer.refused).toEqual([{ name: "refs/pull/1/head", reason: "deny updating a hidden ref" }]);
    expect(refusalError("acme/api", answer)).toMatchObject({ code: "push-refused", facts: { count: 1 } });
  });

  test("for want of the workflows permission says so, brackets and quotes of the reason included", () => {
    const reason =
      "refusing to allow a GitHub App to create or update workflow `.github/workflows/ci (old).yml` without `workflows` permission";
    const answer = readPushAnswer(output([line("!", "refs/heads/ci", `[remote rejected] (${reason})`)], [FAILED]));
    expect(answer.refused[0]?.reason).toBe(reason);
    expect(refusalError("acme/api", answer).code).toBe("push-workflows");
  });

  test("by push protection comes with GitHub's words and its link, once", () => {
    const words = [
      "remote: error: GH013: Repository rule violations found for refs/heads/main.        ",
      "remote: ",
      "remote: - GITHUB PUSH PROTECTION        ",
      "remote:     - Push cannot contain secrets        ",
      "remote:       (?) To push, remove secret from commit(s) or follow this URL to allow the secret.        ",
      "remote:       https://github.com/acme/api/security/secret-scanning/unblock-secret/2abc        ",
    ];
    const stdout = ["main", "next"].map((name) =>
      line("!", `refs/heads/${name}`, "[remote rejected] (push declined due to repository rule violations)"),
    );
    const error = refusalError("acme/api", readPushAnswer(output(stdout, [...words, ...words, FAILED])));
    expect(error.code).toBe("push-protected");
    expect(error.message.match(/unblock-secret\/2abc/g)).toHaveLength(1);
    expect(error.message).not.toContain("remote:");
    expect(error.hint).toContain("three hours");
  });

  test("by a ruleset is another thing than a secret", () => {
    const words = [
      "remote: error: GH013: Repository rule violations found for refs/tags/v1.",
      "remote: - Cannot create ref due to creations being restricted.",
    ];
    const stdout = [line("!", "refs/tags/v1", "[remote rejected] (push declined due to repository rule violations)")];
    const error = refusalError("acme/api", readPushAnswer(output(stdout, [...words, FAILED])));
    expect(error).toMatchObject({ code: "push-rules", message: expect.stringContaining("creations being restricted") });
  });

  test("for malformed objects concerns the whole push, and stays", () => {
    const words = [
      "remote: error: object 99a4: duplicateEntries: contains duplicate file entries",
      "remote: fatal: fsck error in packed object",
    ];
    const answer = readPushAnswer(
      output([line("!", "refs/heads/main", "[remote rejected] (failed)")], [...words, FAILED]),
    );
    expect(answer.trouble).toBeUndefined();
    expect(refusalError("acme/api", answer)).toMatchObject({
      code: "push-fsck",
      message: expect.stringContaining("duplicateEntries"),
    });
  });
});

describe("trouble with the push as a whole", () => {
  const trouble = (stderr: string[], stdout: string[] = []) => readPushAnswer(output(stdout, stderr, 128)).trouble;
  test("that is its size", () => {
    expect(
      trouble(["remote: fatal: pack exceeds maximum allowed size (2.00 GiB)", "error: RPC failed; HTTP 500"]),
    ).toBe("size");
    const unpack = line("!", "refs/heads/main", "[remote rejected] (unpacker error)");
    expect(trouble(["remote: fatal: pack exceeds maximum allowed size"], [unpack])).toBe("size");
  });

  test("that is an expired token: the server asks for another one", () => {
    const asked = "fatal: could not read Password for 'https://x-access-token@github.com': terminal prompts disabled";
    expect(trouble([asked])).toBe("credentials");
    expect(
      trouble([
        "remote: Invalid username or token.",
        "fatal: Authentication failed for 'https://github.com/acme/api.git/'",
      ]),
    ).toBe("credentials");
  });

  test("that is a limit, a missing right, or a connection that broke off", () => {
    expect(trouble(["fatal: unable to access 'https://x/': The requested URL returned error: 429"])).toBe("busy");
    expect(
      trouble([
        "remote: Write access to repository not granted.",
        "fatal: unable to access 'https://x/': The requested URL returned error: 403",
      ]),
    ).toBe("denied");
    expect(
      trouble([
        "error: RPC failed; curl 56 Recv failure: Connection reset by peer",
        "send-pack: unexpected disconnect while reading sideband packet",
        "fatal: the remote end hung up unexpectedly",
      ]),
    ).toBe("cut");
    const unreported = line("!", "refs/heads/main", "[remote failure] (remote failed to report status)");
    expect(trouble(["fatal: the remote end hung up unexpectedly"], [unreported])).toBe("cut");
    expect(trouble(["fatal: unable to access 'https://x/': The requested URL returned error: 502"])).toBe("cut");
  });

  test("that nobody has met before is taken for a connection: what GitHub has is asked, and the rest pushed again", () => {
    expect(trouble(["fatal: something new"])).toBe("cut");
  });
});
