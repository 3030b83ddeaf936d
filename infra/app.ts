// The CDK app: `cdk synth --context environment=dev [--context revision=COMMIT]`; several environments with commas between them.
// Everything an environment consists of is its configuration.
import { App } from "aws-cdk-lib";
import { ConfigurationError } from "./configuration-error";
import { environmentStacks } from "./environment-stacks";
import { environmentNamed } from "./environments";

const app = new App();
try {
  for (const name of String(app.node.tryGetContext("environment")).split(","))
    environmentStacks(app, environmentNamed(name, app.node.tryGetContext("revision")));
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(error.message);
  process.exit(1);
}
