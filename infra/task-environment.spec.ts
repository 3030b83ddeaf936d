// What the tasks are given against what lib/env.ts asks for.
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { backupEnvironment, consoleEnvironment, restoreEnvironment, verifyEnvironment } from "@/lib/env";
import { describeVariables, parse } from "@/lib/read-environment";
import { namesOf } from "./names";
import { onlyOne } from "./testing/only-one";
import { ENVIRONMENTS, type Properties, type Synthesised } from "./testing/synthesised";

const TASKS: [what: string, family: (environment: Synthesised) => string, schema: z.ZodObject][] = [
  ["backup", ({ config }) => namesOf(config).backupFamily, backupEnvironment],
  ["restore", ({ config }) => namesOf(config).restoreFamily, restoreEnvironment],
  ["verify", ({ config }) => namesOf(config).verifyFamily, verifyEnvironment],
  ["console", ({ config }) => `${namesOf(config).prefix}-console`, consoleEnvironment],
];

describe.each(ENVIRONMENTS)("task environment of %s", (_, environment) => {
  describe.each(TASKS)("%s", (_, family, schema) => {
    const container = containerOf(environment, family(environment));
    const variables = [...listed(container.Environment), ...listed(container.Secrets)];
    const names = variables.map((each) => String(each.Name));

    it("sets only variables that lib/env.ts knows", () => {
      expect(names.filter((name) => !(name in schema.shape))).toEqual([]);
    });

    it("sets every variable that lib/env.ts requires", () => {
      const required = describeVariables(schema).filter((each) => each.required);
      expect(required.map((each) => each.name).filter((name) => !names.includes(name))).toEqual([]);
    });

    it("sets values that lib/env.ts accepts", () => {
      const env = Object.fromEntries(
        listed(container.Environment).map((each) => [String(each.Name), text(each.Value)]),
      );
      const secrets = Object.fromEntries(listed(container.Secrets).map((each) => [String(each.Name), "x".repeat(40)]));
      expect(() => parse(schema, { ...env, ...secrets })).not.toThrow();
    });

    it("sets nothing twice", () => {
      expect(new Set(names).size).toBe(names.length);
    });

    it("points at AWS itself: no endpoint is overridden in production", () => {
      expect(names.filter((name) => /ENDPOINT_URL|ACCESS_KEY/.test(name))).toEqual([]);
    });

    it("carries no secret in clear: keys are named by ARN, secrets come from Secrets Manager", () => {
      const clear = listed(container.Environment).map((each) => String(each.Name));
      expect(clear.filter((name) => /SECRET|TOKEN|PASSWORD|PRIVATE/.test(name) && !name.endsWith("_ARN"))).toEqual([]);
    });
  });
});

function containerOf(environment: Synthesised, family: string): Properties {
  const definitions = environment
    .resources("AWS::ECS::TaskDefinition")
    .filter((each) => each.properties.Family === family);
  const { properties } = onlyOne(definitions, `definition of ${family}`);
  return onlyOne(listed(properties.ContainerDefinitions), `container of ${family}`);
}

const listed = (value: unknown): Properties[] => (Array.isArray(value) ? value : []);

/** What CloudFormation fills in at deployment stands for itself: a host name where it is part of a URL. */
const text = (value: unknown): string => {
  if (typeof value === "string") return value;
  return JSON.stringify(value).includes("http://") ? "http://balancer.example.com" : "filled-in-by-cloudformation";
};
