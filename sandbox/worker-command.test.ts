import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { WORKER_NODE_OPTIONS } from "./worker-command";

test("the sandbox starts the worker's Node as the image does", () => {
  const dockerfile = readFileSync(new URL("../worker/Dockerfile", import.meta.url), "utf8");
  const [, entry = "[]"] = /^ENTRYPOINT (.*)$/m.exec(dockerfile) ?? [];
  const command: string[] = JSON.parse(entry);
  expect(command.slice(command.indexOf("node") + 1, -1)).toEqual(WORKER_NODE_OPTIONS);
});
