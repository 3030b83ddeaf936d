// The templates of every environment, synthesised once per spec file, offline, with the flags of cdk.json.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App, type Stack } from "aws-cdk-lib";
import type { CloudAssembly } from "aws-cdk-lib/cx-api";
import type { EnvironmentConfig, EnvironmentInput } from "../config";
import { type EnvironmentStacks, environmentStacks } from "../environment-stacks";
import { DEV, PROD, PROD_STANDBY, TWO_ACCOUNT } from "../environments";
import { parseConfig } from "../parse-config";

export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
}

export interface Synthesised {
  /** Types of the resources of a stack. */
  typesIn(stack: keyof EnvironmentStacks): string[];
  config: EnvironmentConfig;
  /** Templates by stack, as they are deployed. */
  templates: Record<string, object>;
  app: App;
  assembly: CloudAssembly;
  stacks: EnvironmentStacks;
  /** Resources of one stack, or of all of them, of a type. */
  resources(
    type: string,
    stack?: keyof EnvironmentStacks,
  ): { id: string; properties: Properties; resource: Resource }[];
}

/** Properties of a template: JSON that nobody has typed. */
export type Properties = { [key: string]: Json };
export type Json = string | number | boolean | null | Json[] | Properties;

/** Images by name: hashing the checkout is slow, and what the specs ask does not depend on it. */
export const IMAGES: EnvironmentInput["images"] = {
  from: "registry",
  worker: "registry.example.com/holdfast-worker:1",
  console: "registry.example.com/holdfast-console:1",
};

export const ENVIRONMENTS: [name: string, environment: Synthesised][] = [
  ["dev", synthesise({ ...DEV, images: IMAGES })],
  ["prod", synthesise({ ...PROD, images: IMAGES })],
  ["two-account", synthesise({ ...TWO_ACCOUNT, images: IMAGES })],
];

/** What stands on prod's replica. It has no storage, schedules or alarms of its own, so it has a spec of its own. */
export const standby = (): Synthesised => synthesise({ ...PROD_STANDBY, images: IMAGES });

export function synthesise(input: EnvironmentInput): Synthesised {
  const config = parseConfig(input);
  const outdir = mkdtempSync(path.join(tmpdir(), "holdfast-synth-"));
  const app = new App({ outdir, context: cdkContext(), analyticsReporting: false });
  const stacks = environmentStacks(app, config);
  const assembly = app.synth();
  const templates = Object.fromEntries(
    Object.entries<Stack>({ ...stacks }).map(([key, stack]) => [
      key,
      assembly.getStackByName(stack.stackName).template,
    ]),
  ) as Record<string, { Resources?: Record<string, Resource> }>;
  rmSync(outdir, { recursive: true });
  return {
    config,
    templates,
    app,
    assembly,
    stacks,
    typesIn: (stack) => Object.values(templates[stack]?.Resources ?? {}).map((each) => each.Type),
    resources: (type, stack) =>
      Object.entries(templates)
        .filter(([key]) => stack === undefined || key === stack)
        .flatMap(([, template]) => Object.entries(template.Resources ?? {}))
        .filter(([, resource]) => resource.Type === type)
        .map(([id, resource]) => ({ id, resource, properties: (resource.Properties ?? {}) as Properties })),
  };
}

function cdkContext(): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL("../../cdk.json", import.meta.url), "utf8")).context;
}
