// A Dockerfile as its instructions, by stages. Source: https://docs.docker.com/reference/dockerfile/. Of its syntax it knows
// what a reader of this project meets: comments, continued lines, JSON and shell forms; no here-documents.

export interface Instruction {
  name: string;
  /** `--from=build` and the like. */
  flags: Record<string, string>;
  /** What stands behind name and flags, on one line. */
  rest: string;
  line: number;
}

export interface Stage {
  name: string | undefined;
  /** An image, or an earlier stage's name. */
  base: string;
  instructions: Instruction[];
}

export interface Dockerfile {
  stages: Stage[];
  /** What stands before the first FROM. */
  preamble: Instruction[];
}

/** @throws Error when a line is no instruction. */
export function parseDockerfile(text: string): Dockerfile {
  const dockerfile: Dockerfile = { stages: [], preamble: [] };
  for (const instruction of instructionsIn(text)) {
    const stage = dockerfile.stages.at(-1);
    if (instruction.name === "FROM") dockerfile.stages.push(stageOf(instruction));
    else (stage?.instructions ?? dockerfile.preamble).push(instruction);
  }
  return dockerfile;
}

/** Of the stages, the one that becomes the image. */
export function finalStage({ stages }: Dockerfile): Stage {
  const last = stages.at(-1);
  if (last === undefined) throw new Error("a Dockerfile without FROM");
  return last;
}

/** The last instruction of that name in a stage: the one that counts. */
export const lastOf = (stage: Stage, name: string): Instruction | undefined =>
  stage.instructions.findLast((each) => each.name === name);

/** The words of the JSON form; undefined when it is written as a shell's line. */
export function execForm(rest: string): string[] | undefined {
  try {
    const words: unknown = JSON.parse(rest);
    return Array.isArray(words) && words.every((word) => typeof word === "string") ? words : undefined;
  } catch {
    return undefined;
  }
}

/** The command of a HEALTHCHECK: its words, "none", or undefined when it is not in JSON form. */
export function healthCommand(check: Instruction): string[] | "none" | undefined {
  return check.rest === "NONE" ? "none" : execForm(check.rest.replace(/^CMD\s+/, ""));
}

/** `NAME=value` pairs of ENV, ARG and LABEL; values in quotes or bare. */
export function pairsOf(rest: string): [name: string, value: string][] {
  return [...rest.matchAll(/([\w.-]+)=(?:"([^"]*)"|(\S*))/g)].map(([, name = "", quoted, bare]) => [
    name,
    quoted ?? bare ?? "",
  ]);
}

function* instructionsIn(text: string): Generator<Instruction> {
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = at + 1;
    let whole = "";
    // Comments inside of a continued instruction are no part of it.
    while (lines[at]?.trimEnd().endsWith("\\") || isComment(lines[at])) {
      if (!isComment(lines[at])) whole += `${lines[at]?.trimEnd().slice(0, -1)} `;
      else if (whole === "") break;
      at++;
    }
    if (!isComment(lines[at])) whole += lines[at] ?? "";
    if (whole.trim() !== "") yield instruction(whole.trim(), line);
  }
}

const isComment = (line: string | undefined) => line?.trimStart().startsWith("#") ?? false;

function instruction(text: string, line: number): Instruction {
  const [, name, flags = "", rest] = /^([A-Z]+)((?:\s+--[a-z-]+=\S+)*)\s+(.+)$/s.exec(text) ?? [];
  if (name === undefined || rest === undefined) throw new Error(`line ${line} is no instruction: ${text}`);
  return { name, flags: Object.fromEntries(pairsOf(flags.replaceAll("--", ""))), rest: rest.trim(), line };
}

function stageOf({ rest }: Instruction): Stage {
  const [base = "", , name] = rest.split(/\s+/);
  return { base, name, instructions: [] };
}
