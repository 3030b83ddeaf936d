// What git says of a push quotes the server, and a server may say anything.
import fc from "fast-check";
import { expect, test } from "vitest";
import { hostileBytes } from "@/lib/testing/hostile-bytes";
import { readPushAnswer, refusalError } from "./push-answer";

const SOUND = [
  "To https://github.com/acme/api.git\n*\taaaa:refs/heads/main\t[new branch]\n!\taaaa:refs/pull/1/head\t[remote rejected] (deny updating a hidden ref)\nDone\n",
  "!\taaaa:refs/heads/main\t[remote rejected] (push declined due to repository rule violations)\n",
  "remote: error: GH013: Repository rule violations found\nremote: Resolving deltas: 50% (1/2)\nerror: failed to push some refs\n",
  "fatal: unable to access: The requested URL returned error: 429\n",
  "remote: fatal error in commit_refs\n!\ta:refs/heads/x\t[remote rejected] (failed)\n",
].map((text) => Buffer.from(text));

test("any words are an answer; whatever is refused is on a line of its own in them", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(hostileBytes(SOUND), hostileBytes(SOUND, 3), fc.nat({ max: 2 }), (out, err, exitCode) => {
      const stdout = out.bytes.toString("latin1");
      const answer = readPushAnswer({ exitCode, stdout, stderr: err.bytes.toString("latin1") });
      for (const { name, reason } of answer.refused) {
        expect(stdout).toContain(name);
        expect(stdout).toContain(reason);
        expect(`${name}${reason}`).not.toContain("\n");
      }
      // A push that failed is never taken for one that came through.
      if (exitCode !== 0)
        expect(answer.trouble !== undefined || answer.refused.length > 0 || saysFsck(answer.words)).toBe(true);
      expect(refusalError("acme/api", answer).code).toMatch(/^push-/);
    }),
    { numRuns: 100_000 },
  );
});

const saysFsck = (words: string[]) => words.some((line) => /fsck error/i.test(line));

test("a line of digits costs no more than its length", () => {
  const digits = "1".repeat(60_000);
  // With the square of its length this takes longer than a test may.
  for (let times = 0; times < 20; times++)
    readPushAnswer({
      exitCode: 1,
      stdout: `!\ta:refs/heads/${digits}\t[${digits}] (${digits}`,
      stderr: `remote: ${digits}\n`,
    });
});
