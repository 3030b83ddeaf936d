// `npm run demo`: everything from a fresh clone to a console one can sign in to. Arguments go on to sandbox/demo.ts.
import { buildAll, checkMachine, fail, installPackages, nodeBinary, run } from "./prepare.mjs";

checkMachine();
await installPackages();
if (!(await buildAll()))
  fail("The build failed; the reason stands above.", "If you changed nothing, please report it.");
// The child closes everything and this process waits for it. Ctrl-C reaches it as well, and a kill is handed on.
const ends = ["SIGINT", "SIGTERM"];
process.exit(await run(nodeBinary(), ["--import", "tsx", "sandbox/demo.ts", ...process.argv.slice(2)], { ends }));
