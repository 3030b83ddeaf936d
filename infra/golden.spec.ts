// Every resource of one environment as it is deployed. A difference is not a mistake but a change of what runs in the account: read it, and
// accept it with `vitest run --project infra infra/golden.spec.ts -u`. two-account has most of what an environment may have.
import { expect, it } from "vitest";
import { onlyOne } from "./testing/only-one";
import { ENVIRONMENTS, type Json } from "./testing/synthesised";

it("two-account is deployed as it was reviewed", async () => {
  const [, { templates }] = onlyOne(
    ENVIRONMENTS.filter(([name]) => name === "two-account"),
    "two-account",
  );
  const lines = Object.entries(templates)
    .sort(([one], [other]) => one.localeCompare(other))
    .flatMap(([stack, template]) => {
      const { Resources } = template as { Resources: Record<string, Json> };
      return Object.keys(Resources)
        .sort()
        .flatMap((id) => [`${stack} ${id}`, ...outline(Resources[id] ?? null, 1)]);
    });
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("./testing/two-account.golden.txt");
});

/** One value a line, so that a change is a line of the difference; what changes with every asset or CDK version is left out. */
function outline(value: Json, depth: number): string[] {
  const indent = "  ".repeat(depth);
  if (Array.isArray(value)) return value.flatMap((each) => [`${indent}-`, ...outline(each, depth + 1)]);
  if (value === null || typeof value !== "object") return [`${indent}${String(value)}`];
  return Object.keys(value)
    .filter((key) => key !== "Metadata")
    .sort()
    .flatMap((key) => {
      const inner = value[key] ?? null;
      return typeof inner === "object" && inner !== null
        ? [`${indent}${key}:`, ...outline(inner, depth + 1)]
        : [`${indent}${key}: ${String(inner)}`];
    });
}
