import { Principals } from "@/sandbox/shared/principals";
import { startS3 } from "../start-s3";

// A world as a process of its own, for tests that kill it: `serve.ts <dataDir>` prints the endpoint's URL.
const [dataDir] = process.argv.slice(2);
if (!dataDir) throw new Error("say where the data is: serve.ts <dataDir>");
const world = await startS3({
  dataDir,
  principals: await Principals.open(dataDir),
  regions: [{ name: "us-east-1", port: 0 }],
  log: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(`${world.regions.get("us-east-1")?.url}\n`);
