// What a Dockerfile of ours keeps to, in the manner of hadolint, whose numbers stand where a rule is its own
// (https://github.com/hadolint/hadolint#rules). hadolint itself is not a package of npm.
import { type Dockerfile, execForm, finalStage, healthCommand, type Instruction, lastOf, pairsOf } from "./dockerfile";

/** A rule's complaints, with the line where there is one. */
type Rule = (dockerfile: Dockerfile) => string[];

const LABELS = ["title", "description", "licenses", "version", "revision"];
const KNOWN = "ARG CMD COPY ENTRYPOINT ENV EXPOSE HEALTHCHECK LABEL RUN USER VOLUME WORKDIR".split(" ");

const RULES: Record<string, Rule> = {
  "DL3020 known instructions only: COPY, not ADD; no MAINTAINER, no SHELL": (dockerfile) =>
    where(dockerfile, (each) => !KNOWN.includes(each.name)),
  "DL3006 every base is an earlier stage, or pinned by version and digest": ({ stages }) =>
    stages
      .filter(({ base }, index) => !stages.slice(0, index).some((each) => each.name === base) && !PINNED.test(base))
      .map(({ base }) => base),
  "DL3022 COPY --from names an earlier stage": ({ stages }) =>
    stages.flatMap((stage, index) => {
      const before = stages.slice(0, index).map(({ name }) => name);
      const from = stage.instructions.flatMap(({ flags }) => flags.from ?? []);
      return from.filter((name) => !before.includes(name));
    }),
  "DL3000 WORKDIR is absolute": (dockerfile) =>
    where(dockerfile, (each) => each.name === "WORKDIR" && !each.rest.startsWith("/")),
  "DL3045 nothing is copied to a relative place before WORKDIR": ({ stages }) =>
    stages.flatMap(({ instructions }) => {
      const first = instructions.findIndex((each) => each.name === "WORKDIR");
      return instructions
        .filter((each, index) => each.name === "COPY" && (first < 0 || index < first) && !/\s\/\S*$/.test(each.rest))
        .map(lineOf);
    }),
  "DL3021 COPY of several files ends with a directory": (dockerfile) =>
    where(dockerfile, (each) => each.name === "COPY" && each.rest.split(/\s+/).length > 2 && !each.rest.endsWith("/")),
  "COPY names what it copies: a file that happens to lie there is no part of an image": (dockerfile) =>
    where(dockerfile, (each) => each.name === "COPY" && !each.flags.from && /^\.\/?\s/.test(each.rest)),
  "DL3003 DL3004 RUN needs no cd and no sudo": (dockerfile) =>
    runs(dockerfile, (command) => /\b(cd|sudo)\s/.test(command)),
  "DL4006 nothing is fetched past the lock file": (dockerfile) =>
    runs(dockerfile, (command) =>
      /\b(curl|wget|npx|npm (install|i|add|update)|yarn|pnpm)\s/.test(withoutPaths(command)),
    ),
  "DL3009 DL3014 DL3015 apt-get: updated, asks nothing, recommends nothing, leaves no lists": (dockerfile) =>
    runs(dockerfile, (command) => /\bapt\s/.test(command) || (/apt-get/.test(command) && !APT.test(command))),
  "DL3025 commands are in JSON form: a shell would keep signals to itself": ({ stages }) =>
    stages.flatMap(({ instructions }) =>
      instructions
        .filter((each) =>
          each.name === "HEALTHCHECK"
            ? healthCommand(each) === undefined
            : ["ENTRYPOINT", "CMD"].includes(each.name) && execForm(each.rest) === undefined,
        )
        .map(lineOf),
    ),
  "no secret is handed in by ARG or ENV: it would stand in the image's history": (dockerfile) =>
    where(
      dockerfile,
      (each) =>
        ["ARG", "ENV"].includes(each.name) &&
        each.rest.split(/\s+/).some((word) => /^\w*(SECRET|TOKEN|PASSWORD|KEY)\w*(=|$)/.test(word)),
    ),
  "DL3002 the image runs as its own user, not as root": (dockerfile) => {
    const user = lastOf(finalStage(dockerfile), "USER")?.rest;
    return user === undefined || /^(root|0)(:|$)/.test(user) ? [user ?? "no USER"] : [];
  },
  "what the image runs is not its own to change": (dockerfile) =>
    finalStage(dockerfile)
      .instructions.filter((each) => each.name === "COPY" && each.flags.chown !== "root:root")
      .map(lineOf),
  "the image is made of other stages' results only": (dockerfile) =>
    dockerfile.stages.length < 2
      ? ["one stage"]
      : finalStage(dockerfile)
          .instructions.filter((each) => each.name === "COPY" && !each.flags.from)
          .map(lineOf),
  "DL3012 DL3057 the image starts one thing, and says once how its health is seen": (dockerfile) =>
    ["ENTRYPOINT", "HEALTHCHECK"].filter(
      (name) => finalStage(dockerfile).instructions.filter((each) => each.name === name).length !== 1,
    ),
  "DL3048 the labels of OCI say what it is and what it was made from": (dockerfile) => {
    const labels = finalStage(dockerfile).instructions.filter((each) => each.name === "LABEL");
    const given = labels.flatMap((each) => pairsOf(each.rest)).filter(([, value]) => value !== "");
    return LABELS.filter((label) => !given.some(([name]) => name === `org.opencontainers.image.${label}`));
  },
  "what changes with each commit comes after every layer": (dockerfile) => {
    const { instructions } = finalStage(dockerfile);
    const first = instructions.findIndex((each) => each.name === "ARG");
    return instructions.filter((each, at) => at > first && first >= 0 && /^(RUN|COPY)$/.test(each.name)).map(lineOf);
  },
};

/** Tag with the whole version, so that a person sees what it is, and a digest, so that it stays it. */
const PINNED = /^[\w./-]+:\d+\.\d+\.\d+[\w.-]*@sha256:[0-9a-f]{64}$/;
const APT =
  /apt-get update\s+&& apt-get install --yes --no-install-recommends [^&]+&& rm -rf [^&]*\/var\/lib\/apt\/lists\/\*/;

/** Every broken rule, with where it is broken. */
export function problemsOf(dockerfile: Dockerfile): string[] {
  return Object.entries(RULES).flatMap(([rule, complaints]) => {
    const found = complaints(dockerfile);
    return found.length === 0 ? [] : [`${rule} (${found.join("; ")})`];
  });
}

const lineOf = (each: Instruction) => `line ${each.line}`;

const where = ({ preamble, stages }: Dockerfile, broken: (each: Instruction) => boolean): string[] =>
  [...preamble, ...stages.flatMap(({ instructions }) => instructions)].filter(broken).map(lineOf);

const runs = (dockerfile: Dockerfile, broken: (command: string) => boolean): string[] =>
  where(dockerfile, (each) => each.name === "RUN" && broken(each.rest));

/** Programs as they are called, not as files that are removed. */
const withoutPaths = (command: string) => command.replaceAll(/\/\S+/g, "");
