// Builds an image from its Dockerfile without Docker: each instruction is taken as it stands, in a directory that becomes the
// image's root. Of the base image there is Node; what RUN may ask for is in run-step.ts. Steps that two Dockerfiles begin with
// alike are taken once, as in Docker's own cache.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import {
  type Dockerfile,
  execForm,
  healthCommand,
  type Instruction,
  pairsOf,
  parseDockerfile,
  type Stage,
} from "../../../infra/testing/dockerfile";
import { BuildContext } from "./build-context";
import type { Image, ImageConfig } from "./image";
import { runStep } from "./run-step";
import { copyTree, linkTree } from "./trees";

interface Layer extends Image {
  /** Of everything that went into it. */
  key: string;
  args: Record<string, string>;
}

export class ImageBuilder {
  readonly #context: BuildContext;
  readonly #work: string;
  readonly #layers = new Map<string, { tree: string; packages: string[] }>();
  #trees = 0;

  private constructor(context: BuildContext, work: string) {
    this.#context = context;
    this.#work = work;
  }

  /** @param directory the build context, with its .dockerignore */
  static async open(directory: string): Promise<ImageBuilder> {
    return new ImageBuilder(await BuildContext.open(directory), await mkdtemp(path.join(tmpdir(), "holdfast-images-")));
  }

  async close(): Promise<void> {
    // A sealed tree cannot be deleted by who owns it.
    await promisify(execFile)("chmod", ["-R", "u+w", this.#work]);
    await rm(this.#work, { recursive: true, force: true });
  }

  /** @throws Error with the step's own output when one fails. */
  async build(file: string, buildArgs: Record<string, string> = {}): Promise<Image> {
    const dockerfile: Dockerfile = parseDockerfile(await readFile(file, "utf8"));
    const stages = new Map<string, Layer>();
    let layer: Layer | undefined;
    for (const stage of dockerfile.stages) {
      layer = await this.#start(stage, stages);
      for (const step of stage.instructions) {
        const given = { stages, buildArgs, last: step === stage.instructions.at(-1) };
        await this.#take(step, layer, given).catch(({ message }) => {
          throw new Error(`${file}:${step.line}: ${step.name} ${step.rest}\n${message}`);
        });
      }
      if (stage.name) stages.set(stage.name, layer);
    }
    if (layer === undefined) throw new Error(`${file} has no stage`);
    return layer;
  }

  async #start({ base }: Stage, stages: Map<string, Layer>): Promise<Layer> {
    const root = path.join(this.#work, String(this.#trees++));
    const before = stages.get(base);
    if (before) {
      linkTree(before.root, root);
      return structuredClone({ ...before, root, args: {} });
    }
    await mkdir(path.join(root, "usr/local/bin"), { recursive: true });
    await symlink(process.execPath, path.join(root, "usr/local/bin/node"));
    return { root, key: hash(base), args: {}, packages: [], config: emptyConfig() };
  }

  async #take(
    step: Instruction,
    layer: Layer,
    given: { stages: Map<string, Layer>; buildArgs: Record<string, string>; last: boolean },
  ): Promise<void> {
    const { config } = layer;
    const rest = substitute(step.rest, { ...layer.args, ...config.env });
    layer.key = hash(layer.key, step.name, JSON.stringify(step.flags), rest);
    switch (step.name) {
      case "ARG":
        for (const [name, value] of pairsOf(rest)) layer.args[name] = given.buildArgs[name] ?? value;
        return;
      case "ENV":
        Object.assign(config.env, Object.fromEntries(pairsOf(rest)));
        return;
      case "LABEL":
        Object.assign(config.labels, Object.fromEntries(pairsOf(rest)));
        return;
      case "WORKDIR":
        config.workdir = path.posix.resolve(config.workdir, rest);
        await mkdir(path.join(layer.root, config.workdir), { recursive: true });
        return;
      case "USER":
        config.user = rest;
        return;
      case "VOLUME":
        config.volumes.push(...words(rest));
        return;
      case "ENTRYPOINT":
        config.entrypoint = words(rest);
        return;
      case "CMD":
        config.command = words(rest);
        return;
      case "HEALTHCHECK":
        config.health = healthCommand({ ...step, rest });
        return;
      case "EXPOSE":
        return;
      case "COPY":
        return this.#copy(step, rest, layer, given.stages);
      case "RUN":
        return this.#run(rest, layer, given.last);
      default:
        throw new Error("no such step is known here: teach it to image-builder.ts");
    }
  }

  async #copy(step: Instruction, rest: string, layer: Layer, stages: Map<string, Layer>): Promise<void> {
    const all = rest.split(/\s+/);
    const target = path.join(layer.root, path.posix.resolve(layer.config.workdir, all.at(-1) ?? ""));
    const into = (all.at(-1) ?? "").endsWith("/");
    for (const source of all.slice(0, -1)) {
      if (step.flags.from === undefined) {
        layer.key = hash(layer.key, await this.#context.copy(source, target, into));
        continue;
      }
      const stage = stages.get(step.flags.from);
      if (stage === undefined) throw new Error(`there is no stage ${step.flags.from}`);
      layer.key = hash(layer.key, stage.key);
      await copyTree(path.join(stage.root, source), target);
    }
  }

  async #run(command: string, layer: Layer, last: boolean): Promise<void> {
    const kept = this.#layers.get(layer.key);
    if (kept !== undefined) {
      await rm(layer.root, { recursive: true });
      linkTree(kept.tree, layer.root);
      layer.packages.push(...kept.packages);
      return;
    }
    const packages = await runStep(command, layer);
    layer.packages.push(...packages);
    if (last) return;
    const copy = path.join(this.#work, `layer-${this.#layers.size}`);
    linkTree(layer.root, copy);
    this.#layers.set(layer.key, { tree: copy, packages });
  }
}

const emptyConfig = (): ImageConfig => ({
  workdir: "/",
  user: "root",
  env: {},
  labels: {},
  volumes: [],
  entrypoint: [],
  command: [],
  health: undefined,
});

function words(rest: string): string[] {
  const list = execForm(rest);
  if (list === undefined) throw new Error("only the JSON form is known here");
  return list;
}

const substitute = (text: string, values: Record<string, string>): string =>
  text.replaceAll(/\$\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

const hash = (...parts: string[]): string => createHash("sha256").update(JSON.stringify(parts)).digest("hex");
