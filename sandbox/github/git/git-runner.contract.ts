import { afterAll, beforeAll, expect, test } from "vitest";
import { GitRunner } from "./git-runner";

let runner: GitRunner;
beforeAll(async () => {
  runner = await GitRunner.open();
});
afterAll(() => runner.close());

test("a program that has ended before the server came to look at its connections is answered all the same", async () => {
  for (let round = 0; round < 10; round++) {
    // Its start is asked for; then the server is busy for longer than the program lives.
    const started = runner.start("/bin/echo", ["done"], process.env);
    await new Promise((resolve) => setImmediate(resolve));
    const until = Date.now() + 60;
    while (Date.now() < until);
    const { output, closed, input } = await started;
    let said = "";
    for await (const chunk of output) said += chunk;
    input.destroy();
    expect({ said, code: (await closed).code }).toEqual({ said: "done\n", code: 0 });
  }
}, 10_000);

test("what is sent before the program has started reaches it, also while many are started", async () => {
  const ask = async (): Promise<{ said: string; code: number | null }> => {
    const { input, output, closed } = await runner.start("/bin/cat", [], process.env);
    input.end("the request");
    let said = "";
    for await (const chunk of output) said += chunk;
    return { said, code: (await closed).code };
  };
  for (let round = 0; round < 10; round++) {
    for (const answer of await Promise.all(Array.from({ length: 32 }, ask)))
      expect(answer).toEqual({ said: "the request", code: 0 });
  }
}, 20_000);
