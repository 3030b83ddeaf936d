// Prints what of others stands in the product, as CycloneDX. npm lists everything; its --omit=dev leaves out too much: each
// package that a tool needs as well, and all that hangs on it.
import { execFileSync } from "node:child_process";

const ARGUMENTS = ["sbom", "--package-lock-only", "--sbom-type=application", "--sbom-format=cyclonedx"];
const bill = JSON.parse(execFileSync("npm", ARGUMENTS, { encoding: "utf8", maxBuffer: 1e8 }));

const isTool = ({ properties }) => properties.some(({ name }) => name === "cdx:npm:package:development");
const tools = new Set(bill.components.filter(isTool).map((component) => component["bom-ref"]));
const isShipped = (ref) => !tools.has(ref);

const shipped = {
  ...bill,
  components: bill.components.filter((component) => isShipped(component["bom-ref"])),
  dependencies: bill.dependencies
    .filter(({ ref }) => isShipped(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter(isShipped) })),
};
process.stdout.write(`${JSON.stringify(shipped, null, 2)}\n`);
