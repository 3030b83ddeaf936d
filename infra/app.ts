// The CDK app: `cdk synth --context environment=dev|prod [--context revision=COMMIT]`. Everything an environment consists of is its configuration.
import { App } from "aws-cdk-lib";
import { ConfigurationError } from "./configuration-error";
import { environmentStacks } from "./environment-stacks";
import { environmentNamed } from "./environments";

const app = new App();
try {
  environmentStacks(
    app,
    environmentNamed(String(app.node.tryGetContext("environment")), app.node.tryGetContext("revision")),
  );
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(error.message);
  process.exit(1);
}
