import { Principals } from "../../shared/principals";
import { startAws } from "../server";
import { ACCOUNT, REGION } from "./aws-fixture";

/** `serve.ts <directory>`: the control plane as a process of its own, for tests that kill it. Prints its URL. */
const dataDir = process.argv[2];
if (!dataDir) throw new Error("give the directory to keep the state in");

const { url } = await startAws({
  dataDir,
  port: 0,
  region: REGION,
  accountId: ACCOUNT,
  principals: await Principals.open(dataDir),
  images: { node: { argv: [process.execPath, "-e"], cwd: dataDir } },
  taskEnvironment: () => ({}),
  log: (line) => console.error(line),
});
console.log(url);
