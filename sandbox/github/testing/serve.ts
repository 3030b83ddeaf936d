// Runs the stand-in as a process of its own, for tests that kill it. usage: serve.ts <data directory>
// Prints its address as one line of JSON.
import { startGithub } from "../server";
import { seed } from "./fixture";

const github = await startGithub({ dataDir: process.argv[2] ?? "", port: 0, seed });
console.log(JSON.stringify({ url: github.url, apiUrl: github.apiUrl, key: github.appKey("holdfast-restore") }));
