// One place for a test that runs everything and then looks everywhere.
import { mkdtempSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { APPS, OAUTH } from "../../names";
import { rolePrincipal } from "../../roles";
import type { TestSandbox, WorkerResult } from "../test-sandbox";
import { notingGit } from "./noting-git";
import { ProcessTable } from "./process-table";
import { SecretSearch } from "./secret-search";
import { type Secrets, Wiretap } from "./wiretap";
import { findWritten } from "./written";

export class SecretHunt {
  readonly tap = new Wiretap();
  readonly table = new ProcessTable();
  /** What processes said, by a name for each. */
  readonly said = new Map<string, string>();
  private readonly box: TestSandbox;
  private readonly directory = mkdtempSync(path.join(tmpdir(), "holdfast-hunt-"));
  private readonly known: Secrets = new Map();

  constructor(box: TestSandbox) {
    this.box = box;
  }

  /** Where the worker's temporary files go, when it is not told otherwise. */
  get scratch(): string {
    return this.directory;
  }

  private get gitNotes(): string {
    return path.join(this.directory, "git-notes");
  }

  /** Secrets that the stand-ins are never sent as they are: the Apps' keys, AWS's, the OAuth client's. */
  async open(): Promise<void> {
    for (const { slug } of Object.values(APPS))
      this.known.set(
        `key of ${slug}`,
        await readFile(path.join(this.box.sandbox.dataDir, "github", `${slug}.pem`), "utf8"),
      );
    for (const role of ["backup", "restore", "verify", "hold", "console"] as const)
      this.known.set(`secret key of ${role}`, rolePrincipal(role).secretAccessKey);
    this.known.set("OAuth secret", OAUTH.clientSecret);
  }

  know(name: string, secret: string): void {
    this.known.set(name, secret);
  }

  get secrets(): Secrets {
    return new Map([...this.known, ...this.tap.heard]);
  }

  /** Runs the worker with a `git` that is listened to, and keeps what it says. */
  async worker(args: string[], options: Parameters<TestSandbox["worker"]>[1] = {}): Promise<WorkerResult> {
    const PATH = await notingGit(path.join(this.directory, "bin"), this.gitNotes);
    const variables = { PATH, TMPDIR: this.directory, ...options.variables };
    const run = await this.box.worker(args, { ...options, variables });
    this.said.set(`${this.said.size} ${args.join(" ")}`, run.output);
    return run;
  }

  /** "where: secret" for each that is found where it must not be. */
  async findings(): Promise<string[]> {
    const { secrets } = this;
    const search = new SecretSearch(secrets);
    const said = [...this.said].flatMap(([who, text]) =>
      search.in(Buffer.from(text)).map((name) => `output of ${who}: ${name}`),
    );
    // The role's keys are in the environment of the worker and the console here; on ECS the SDK asks an address for them. The
    // console's own two are handed to it by ECS that way.
    const given = new SecretSearch(
      new Map([...secrets].filter(([name]) => !/^(given|secret key of|OAuth secret|session secret)/.test(name))),
    );
    const running = [...this.table.seen.values()].flatMap(({ isRoot, pid, arguments: words, environment }) => [
      ...search.in(Buffer.from(words, "latin1")).map((name) => `arguments of ${pid}: ${name}`),
      ...(isRoot ? given : search)
        .in(Buffer.from(environment, "latin1"))
        .map((name) => `environment of ${pid}: ${name}`),
    ]);
    const { dataDir } = this.box.sandbox;
    return [
      ...said,
      ...running,
      ...(await findWritten(dataDir, secrets)),
      ...(await findWritten(this.directory, secrets, [])),
    ];
  }

  async gitsSeen(): Promise<string> {
    return readFile(this.gitNotes, "utf8");
  }

  async close(): Promise<void> {
    this.tap.stop();
    this.table.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}
