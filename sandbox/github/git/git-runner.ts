import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gitEnvironment } from "./git-process";

export interface GitJob {
  input: Socket;
  /** Apart from the input: a program that leaves input unread breaks that connection, and its last words must still come. */
  output: Socket;
  /** Its exit code (null when it was killed or could not start) and the last lines it printed to its standard error. */
  closed: Promise<{ code: number | null; said: string }>;
  kill(): void;
}

interface Ended {
  id: number;
  /** It never ran: there are no connections to wait for. */
  unstarted?: boolean;
  code: number | null;
  said: string;
}

type Purpose = "input" | "output";

interface Waiting extends Record<Purpose, (connection: Socket) => void> {
  closed: (ended: Ended) => void;
}

/** Lets a small process of its own start git (see start-git.mjs), and talks to each git over a connection. */
export class GitRunner {
  private readonly helper: ChildProcess;
  private readonly server: Server;
  private readonly directory: string;
  private readonly jobs = new Map<number, Waiting>();
  private next = 1;

  private constructor(helper: ChildProcess, server: Server, directory: string) {
    this.helper = helper;
    this.server = server;
    this.directory = directory;
    server.on("connection", (connection) => this.welcome(connection));
    helper.on("message", (ended: Ended) => this.end(ended));
    helper.on("exit", () => {
      for (const id of this.jobs.keys())
        this.end({ id, unstarted: true, code: null, said: "the process that starts git has ended" });
    });
  }

  static async open(): Promise<GitRunner> {
    // Socket paths may not be long: the data directory's could be.
    const directory = await mkdtemp(path.join(tmpdir(), "holdfast-git-"));
    const socketPath = path.join(directory, "s");
    const server = createServer({ allowHalfOpen: true });
    server.listen(socketPath);
    await once(server, "listening");
    const helper = fork(fileURLToPath(new URL("./start-git.mjs", import.meta.url)), [socketPath], {
      // Without what the server was started with (a loader, a profiler): it would only make the helper large.
      execArgv: [],
      env: gitEnvironment(),
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    return new GitRunner(helper, server, directory);
  }

  /** Starts `program`. Resolves once it can be talked to. */
  async start(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<GitJob> {
    const id = this.next++;
    const [input, output, ended] = [deferred<Socket>(), deferred<Socket>(), deferred<Ended>()];
    this.jobs.set(id, { input: input.resolve, output: output.resolve, closed: ended.resolve });
    this.helper.send({ kind: "start", id, program, args, env });
    const connected = Promise.all([input.promise, output.promise]);
    const failed = ended.promise.then(({ unstarted, said }) => {
      if (unstarted) throw new Error(`git could not be started: ${said}`);
      return connected;
    });
    const [stdin, stdout] = await Promise.race([connected, failed]);
    // Not before its connections have been seen: a short-lived program may have ended by then.
    void ended.promise.then(() => this.jobs.delete(id));
    return {
      input: stdin,
      output: stdout,
      closed: ended.promise,
      kill: () => {
        if (this.jobs.has(id) && this.helper.connected) this.helper.send({ kind: "kill", id });
      },
    };
  }

  /** Kills what is running. */
  async close(): Promise<void> {
    // Whoever kills the whole group has ended it already.
    if (this.helper.connected) {
      const exited = once(this.helper, "exit");
      this.helper.disconnect();
      await exited;
    }
    this.server.close();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** A connection begins with a line: the job's number and what it is for. All after it is git's. */
  private welcome(connection: Socket): void {
    connection.on("error", () => undefined);
    let head = Buffer.alloc(0);
    const read = (chunk: Buffer) => {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf("\n");
      if (end < 0) return;
      connection.off("data", read).pause();
      const rest = head.subarray(end + 1);
      if (rest.length > 0) connection.unshift(rest);
      const [id = "", purpose] = head.subarray(0, end).toString().split(" ");
      this.jobs.get(Number(id))?.[purpose as Purpose](connection);
    };
    connection.on("data", read);
  }

  private end(ended: Ended): void {
    this.jobs.get(ended.id)?.closed(ended);
    if (ended.unstarted) this.jobs.delete(ended.id);
  }
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
