// `npm run -s stacks -- deploy|destroy|destroy-data ACCOUNT`: the stacks of cdk.out that are that account's, one a line, in order. Deploying fails
// where stacks of another account come first, unless `--others-deployed` says that they were.
import { CloudAssembly } from "aws-cdk-lib/cx-api";
import { deploymentOrder, destructionOrder, stacksElsewhere, takeDownOrder } from "./stack-order";

const [what, account = "", othersDeployed] = process.argv.slice(2);
const assembly = new CloudAssembly("cdk.out");
const ORDERS = { deploy: deploymentOrder, destroy: takeDownOrder, "destroy-data": destructionOrder };
const order = ORDERS[what as keyof typeof ORDERS] ?? refuse("say deploy, destroy or destroy-data, and the account");
const stacks = order(assembly, account);
const elsewhere = what === "deploy" && othersDeployed !== "--others-deployed" ? stacksElsewhere(assembly, account) : [];

if (stacks.length === 0) refuse(`no stack of cdk.out is deployed to the account ${account}`);
// The one order there is: a replica that was forgotten would stay as it was, and nobody would be told.
const [first] = elsewhere;
if (first && !stacks.some((name) => name.endsWith("-replica")))
  refuse(`${elsewhere.join(", ")} belong to another account: deploy them first, with its credentials (docs/deploy.md)`);
process.stdout.write(`${stacks.join("\n")}\n`);

function refuse(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(1);
}
