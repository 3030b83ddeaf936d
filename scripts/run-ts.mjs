// Runs a TypeScript entry point of this repository with tsx on the Node that npm put first on the PATH.
// usage: node scripts/run-ts.mjs <file.ts> [arguments]
import { spawn } from "node:child_process";

const child = spawn(process.execPath, ["--import", "tsx", ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
