import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

interface Ignore {
  add(patterns: string): Ignore;
  ignores(file: string): boolean;
}
const fromCdk = createRequire(createRequire(import.meta.url).resolve("aws-cdk-lib/package.json"));
/** The matcher that CDK brings along and stages images' sources with. */
const dockerignore = fromCdk("@balena/dockerignore") as () => Ignore;

/** The files that `docker build DIRECTORY` sees: those of a checkout that .dockerignore does not keep out. */
export class BuildContext {
  readonly #directory: string;
  readonly #ignore: Ignore;

  private constructor(directory: string, ignore: Ignore) {
    this.#directory = directory;
    this.#ignore = ignore;
  }

  static async open(directory: string): Promise<BuildContext> {
    const patterns = await readFile(path.join(directory, ".dockerignore"), "utf8");
    return new BuildContext(directory, dockerignore().add(patterns));
  }

  /**
   * As COPY does: a directory's content goes to `target`, a file to `target` or (`into`) below it.
   * @returns a digest of what was copied.
   * @throws Error when nothing is there.
   */
  async copy(source: string, target: string, into: boolean): Promise<string> {
    const digest = createHash("sha256");
    const file = path.join(this.#directory, source);
    const found = this.#ignored(source) ? undefined : await stat(file).catch(() => undefined);
    if (found === undefined) throw new Error(`${source} is not in the build context`);
    if (found.isDirectory()) await this.#copyDirectory(source, target, digest);
    else await this.#copyFile(source, into ? path.join(target, path.basename(source)) : target, digest);
    return digest.digest("hex");
  }

  async #copyDirectory(source: string, target: string, digest: ReturnType<typeof createHash>): Promise<void> {
    const entries = await readdir(path.join(this.#directory, source), { withFileTypes: true });
    await mkdir(target, { recursive: true });
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      const [from, to] = [path.join(source, entry.name), path.join(target, entry.name)];
      if (this.#ignored(from)) continue;
      if (entry.isDirectory()) await this.#copyDirectory(from, to, digest);
      else await this.#copyFile(from, to, digest);
    }
  }

  async #copyFile(source: string, target: string, digest: ReturnType<typeof createHash>): Promise<void> {
    digest.update(JSON.stringify(source)).update(await readFile(path.join(this.#directory, source)));
    await mkdir(path.dirname(target), { recursive: true });
    // Not written over: another tree may have the same file by a link.
    await rm(target, { force: true });
    await copyFile(path.join(this.#directory, source), target);
  }

  #ignored(file: string): boolean {
    return this.#ignore.ignores(path.normalize(file).replace(/\/$/, ""));
  }
}
