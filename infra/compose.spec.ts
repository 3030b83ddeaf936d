// The single machine runs what a deployment runs.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { backupEnvironment } from "@/lib/env";
import { describeVariables } from "@/lib/read-environment";
import { DOCKERFILES } from "./constructs/container-image";
import { CONSOLE_PORT, SCRATCH_DIR, WORKER_STOP_SECONDS } from "./names";
import { parseYaml } from "./testing/yaml";

const ROOT = new URL("../", import.meta.url);

interface Service {
  build: { dockerfile: string };
  read_only: boolean;
  cap_drop: string[];
  volumes: string[];
  ports?: string[];
  stop_grace_period: string;
}

const text = readFileSync(new URL("compose.yaml", ROOT), "utf8");
const { services } = parseYaml(text) as { services: Record<"worker" | "console", Service> };

it.each(["worker", "console"] as const)("the %s is built as for ECS, and held as narrowly", (what) => {
  const service = services[what];
  expect(service.build.dockerfile).toBe(DOCKERFILES[what]);
  expect(service).toMatchObject({ read_only: true, cap_drop: ["ALL"] });
  expect(service.volumes).toEqual([expect.stringMatching(new RegExp(`:${SCRATCH_DIR}$`))]);
});

it("the worker has as long to stop, and the console is not open to the network", () => {
  expect(services.worker.stop_grace_period).toBe(`${WORKER_STOP_SECONDS}s`);
  expect(services.console.ports).toEqual([`127.0.0.1:${CONSOLE_PORT}:${CONSOLE_PORT}`]);
});

it("docs/single-machine.md sets every variable a backup requires, and none that it does not know", () => {
  const page = readFileSync(new URL("docs/single-machine.md", ROOT), "utf8");
  const set = [...page.matchAll(/^([A-Z][A-Z0-9_]+)=/gm)].map((each) => each[1] ?? "");
  const known = [...Object.keys(backupEnvironment.shape), "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
  expect(set.filter((name) => !known.includes(name) && !name.startsWith("AWS_ENDPOINT_URL_"))).toEqual([]);
  const required = describeVariables(backupEnvironment).filter((each) => each.required);
  expect(required.map((each) => each.name).filter((name) => !set.includes(name))).toEqual([]);
});
