// The two Dockerfiles, as far as they can be judged without building them.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DOCKERFILES } from "./constructs/container-image";
import { CONSOLE_PORT, HEALTH_PATH, SCRATCH_DIR } from "./names";

const ROOT = new URL("../", import.meta.url);

const instructions = (file: string): { name: string; rest: string }[] =>
  readFileSync(new URL(file, ROOT), "utf8")
    .replaceAll(/^\s*#.*\n/gm, "")
    .replaceAll(/\\\n/g, " ")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => ({ name: line.slice(0, line.indexOf(" ")), rest: line.slice(line.indexOf(" ") + 1).trim() }));

describe.each(Object.entries(DOCKERFILES))("image of the %s", (what, file) => {
  const all = instructions(file);
  const last = (name: string) => all.findLast((each) => each.name === name)?.rest;
  const labels = all.filter((each) => each.name === "LABEL").map((each) => each.rest);

  it("is built in stages on Node 24, pinned by tag", () => {
    expect(all.find((each) => each.name === "ARG")?.rest).toBe("NODE_IMAGE=node:24-slim");
    expect(all.filter((each) => each.name === "FROM").length).toBeGreaterThan(1);
  });

  it("does not run as root, and what it runs is not its own to change", () => {
    expect(last("USER")).toBe("node");
    expect(all.findLast((each) => each.name === "COPY")?.rest).toContain("--chown=root:root");
  });

  it("carries the OCI labels that say what it is and what it was made from", () => {
    for (const label of ["title", "description", "licenses", "version", "revision"]) {
      expect(labels.join(" ")).toContain(`org.opencontainers.image.${label}=`);
    }
  });

  it("passes signals to Node, and no NODE_OPTIONS", () => {
    const entry: string[] = JSON.parse(last("ENTRYPOINT") ?? "[]");
    expect(entry.slice(0, 2)).toEqual(["env", "--unset=NODE_OPTIONS"]);
    expect(entry).toContain("node");
  });

  it("owns the scratch directory the task mounts", () => {
    expect(readFileSync(new URL(file, ROOT), "utf8")).toContain(`VOLUME ["${SCRATCH_DIR}"]`);
    expect(readFileSync(new URL(file, ROOT), "utf8")).toContain(`chown node:node ${SCRATCH_DIR}`);
  });

  it("copies only what exists in this checkout", () => {
    const copied = all
      .filter((each) => each.name === "COPY" && !each.rest.includes("--from"))
      .flatMap((each) => each.rest.split(/\s+/).slice(0, -1));
    expect(
      copied.filter((each) => !existsSync(new URL(each, ROOT))),
      what,
    ).toEqual([]);
  });
});

describe("image of the worker", () => {
  const text = readFileSync(new URL(DOCKERFILES.worker, ROOT), "utf8");

  it("has git, and takes the verb as its command", () => {
    expect(text).toMatch(/apt-get install .*ca-certificates git/);
    expect(text).toMatch(/ENTRYPOINT .*"dist\/worker\/main\.mjs"\]/);
  });
});

describe("image of the console", () => {
  const text = readFileSync(new URL(DOCKERFILES.console, ROOT), "utf8");

  it("listens on every address, on the port the load balancer asks", () => {
    expect(text).toMatch(
      new RegExp(`ENTRYPOINT .*"HOSTNAME=0\\.0\\.0\\.0", "PORT=${CONSOLE_PORT}", "node", "server\\.js"`),
    );
    expect(text).toContain(`EXPOSE ${CONSOLE_PORT}`);
  });

  it("is asked for its health with what it has: Node, on its own port", () => {
    expect(text).toMatch(/HEALTHCHECK [^\n]*\\\n\s+CMD \["node", /);
    expect(text).toContain(`http://127.0.0.1:${CONSOLE_PORT}${HEALTH_PATH}`);
  });
});
