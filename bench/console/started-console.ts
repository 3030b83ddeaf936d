// The console as it is built, over a sandbox that has the large fleet.
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { freePorts } from "@/e2e/free-ports";
import { startConsole } from "@/sandbox/console-process";
import { consoleVariables, type SandboxUrls } from "@/sandbox/environment";
import { rssOfTree } from "../measure";
import { keepOpen } from "../open-things";
import { sessionOf } from "./people";

export interface StartedConsole {
  url: string;
  /** When its process was started, by performance.now(). */
  began: number;
  /** Until it answered as healthy. */
  startSeconds: number;
  /** The most memory that all its processes had together so far. */
  readonly peakRssBytes: number;
  session(login: string): Promise<string>;
  close(): Promise<void>;
}

const LOOK_MS = 100;

/** @param urls may lead through proxies @param catalogue a directory for its catalogue, new or with one that is known to fit */
export async function startBuiltConsole(urls: SandboxUrls, catalogue: string): Promise<StartedConsole> {
  if (!existsSync(".next/standalone/server.js"))
    throw new Error("run `npm run build` first: the built console is measured");
  const [port = 0] = await freePorts(1);
  const secret = randomBytes(32).toString("hex");
  const url = `http://localhost:${port}`;
  const began = performance.now();
  const started = await startConsole({
    port,
    variables: { ...consoleVariables(urls, url, secret), CATALOGUE_DIR: catalogue },
    onOutput: (text) => /"level":"(error|warn)"|rror:/.test(text) && process.stderr.write(text),
  });
  const startSeconds = (performance.now() - began) / 1000;
  let peak = 0;
  const look = setInterval(() => {
    peak = Math.max(peak, rssOfTree(started.pid));
  }, LOOK_MS);
  return {
    ...{ url, began, startSeconds },
    get peakRssBytes() {
      return peak;
    },
    session: (login) => sessionOf(urls.github, secret, login),
    close: keepOpen(async () => {
      clearInterval(look);
      await started.close();
    }),
  };
}
