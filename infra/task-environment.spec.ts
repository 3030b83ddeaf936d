// What the tasks are given against what lib/env.ts asks for.
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import {
  backupEnvironment,
  consoleEnvironment,
  drillEnvironment,
  holdEnvironment,
  restoreEnvironment,
  verifyEnvironment,
} from "@/lib/env";
import { describeVariables, parse } from "@/lib/read-environment";
import { namesOf } from "./names";
import { onlyOne } from "./testing/only-one";
import { ENVIRONMENTS, type Properties, type Synthesised, standby } from "./testing/synthesised";

const SCHEMAS: Readonly<Record<string, z.ZodObject>> = {
  backup: backupEnvironment,
  restore: restoreEnvironment,
  verify: verifyEnvironment,
  drill: drillEnvironment,
  hold: holdEnvironment,
  console: consoleEnvironment,
};

const EVERYWHERE = [...ENVIRONMENTS, ["prod-standby", standby()] as const];

describe.each(EVERYWHERE)("task environment of %s", (_, environment) => {
  describe.each(definitionsOf(environment))("%s", (kind, container) => {
    const schema = schemaOf(kind);
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

/** Every task definition there is, by what its family ends in. */
function definitionsOf({ config, resources }: Synthesised): [kind: string, container: Properties][] {
  return resources("AWS::ECS::TaskDefinition").map(({ properties }) => {
    const kind = String(properties.Family).replace(`${namesOf(config).prefix}-`, "");
    return [kind, onlyOne(listed(properties.ContainerDefinitions), `container of ${kind}`)];
  });
}

function schemaOf(kind: string): z.ZodObject {
  const schema = SCHEMAS[kind];
  if (!schema) throw new Error(`the task ${kind} has no schema in lib/env.ts that it could be held against`);
  return schema;
}

const listed = (value: unknown): Properties[] => (Array.isArray(value) ? value : []);

/** What CloudFormation fills in at deployment stands for itself: a host name where it is part of a URL. */
const text = (value: unknown): string => {
  if (typeof value === "string") return value;
  return JSON.stringify(value).includes("http://") ? "http://balancer.example.com" : "filled-in-by-cloudformation";
};
