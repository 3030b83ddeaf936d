import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { execForm, finalStage, lastOf, parseDockerfile } from "../infra/testing/dockerfile";
import { CONSOLE_NODE_OPTIONS } from "./console-process";

test("the sandbox starts the console's Node as the image does", () => {
  const file = new URL("../infra/images/console.Dockerfile", import.meta.url);
  const command =
    execForm(lastOf(finalStage(parseDockerfile(readFileSync(file, "utf8"))), "ENTRYPOINT")?.rest ?? "") ?? [];
  expect(command.slice(command.indexOf("node") + 1, -1)).toEqual(CONSOLE_NODE_OPTIONS);
});
