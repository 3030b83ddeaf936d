import { createRequire } from "node:module";

const fromCdk = createRequire(createRequire(import.meta.url).resolve("aws-cdk-lib/package.json"));
const yaml = fromCdk("yaml") as { parse: (text: string, options: { merge: boolean }) => unknown };

/** Reads YAML with the parser that CDK brings along; the project has no other. `<<` merges, as in Compose. */
export const parseYaml = (text: string): unknown => yaml.parse(text, { merge: true });
