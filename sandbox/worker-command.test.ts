import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { execForm, finalStage, lastOf, parseDockerfile } from "../infra/testing/dockerfile";
import { WORKER_NODE_OPTIONS } from "./worker-command";

test("the sandbox starts the worker's Node as the image does", () => {
  const dockerfile = parseDockerfile(readFileSync(new URL("../worker/Dockerfile", import.meta.url), "utf8"));
  const command = execForm(lastOf(finalStage(dockerfile), "ENTRYPOINT")?.rest ?? "") ?? [];
  expect(command.slice(command.indexOf("node") + 1, -1)).toEqual(WORKER_NODE_OPTIONS);
});
