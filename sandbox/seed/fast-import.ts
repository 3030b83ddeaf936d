import { spawn } from "node:child_process";

/** Runs git without the user's configuration. */
export const GIT_ENVIRONMENT = {
  PATH: process.env.PATH ?? "",
  HOME: "/nonexistent",
  LC_ALL: "C",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "Ada Acme",
  GIT_AUTHOR_EMAIL: "ada@acme.example",
  GIT_COMMITTER_NAME: "Ada Acme",
  GIT_COMMITTER_EMAIL: "ada@acme.example",
  GIT_AUTHOR_DATE: "1760000000 +0000",
  GIT_COMMITTER_DATE: "1760000000 +0000",
};

export function runGit(args: string[], input?: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", args, {
      env: GIT_ENVIRONMENT as Record<string, string> as NodeJS.ProcessEnv,
      stdio: ["pipe", "pipe", "pipe"],
    });
    let out = "";
    let words = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      words += chunk;
    });
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve(out) : reject(new Error(`git ${args.join(" ")} ended with ${code}: ${words}`)),
    );
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

/** Collects commands of git-fast-import(1). Ref names are byte strings (latin1). */
export class FastImport {
  private readonly chunks: Buffer[] = [];
  private marks = 0;

  /** Returns the commit's mark. */
  commit(options: {
    ref: string;
    message: string;
    author: string;
    time: number;
    parents: number[];
    /** A ref that exists already, instead of parents. */
    onto?: string;
    files: Record<string, Buffer | string>;
    removed?: string[];
  }): number {
    const mark = ++this.marks;
    const [first, ...merged] = options.parents;
    const who = `${options.author} <${options.author.toLowerCase().replaceAll(" ", ".")}@acme.example> ${options.time} +0000`;
    this.text(`commit ${options.ref}\nmark :${mark}\ncommitter ${who}\n`);
    this.data(options.message);
    if (options.onto !== undefined) this.text(`from ${options.onto}^0\n`);
    else if (first !== undefined) this.text(`from :${first}\n`);
    for (const parent of merged) this.text(`merge :${parent}\n`);
    for (const path of options.removed ?? []) this.text(`D ${path}\n`);
    for (const [path, content] of Object.entries(options.files)) {
      this.text(`M 100644 inline ${path}\n`);
      this.data(content);
    }
    this.text("\n");
    return mark;
  }

  reset(ref: string, mark: number): void {
    this.text(`reset ${ref}\nfrom :${mark}\n\n`);
  }

  annotatedTag(name: string, mark: number, message: string, time: number): void {
    this.text(`tag ${name}\nfrom :${mark}\ntagger Ada Acme <ada@acme.example> ${time} +0000\n`);
    this.data(message);
  }

  async writeTo(repository: string): Promise<void> {
    this.text("done\n");
    await runGit(
      ["-C", repository, "fast-import", "--quiet", "--done", "--date-format=raw"],
      Buffer.concat(this.chunks),
    );
  }

  private text(text: string): void {
    this.chunks.push(Buffer.from(text, "latin1"));
  }

  private data(content: Buffer | string): void {
    const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
    this.text(`data ${bytes.length}\n`);
    this.chunks.push(bytes, Buffer.from("\n"));
  }
}
