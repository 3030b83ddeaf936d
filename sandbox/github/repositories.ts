import { mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { coalesced } from "./coalesced";
import { initBareRepository } from "./git/git-process";
import { isBareRepository } from "./repository-disk";
import { sameName } from "./repository-names";
import { newId } from "./seed";
import type { GithubState, Repository } from "./state";

/** Below the root, next to the organisations, where repositories are made before they appear and end up when deleted. */
const WORKSHOP = ".workshop";

interface Options {
  root: string;
  state: GithubState;
  save(): Promise<void>;
  now(): Date;
  log(line: string): void;
}

/**
 * The repositories: what stands on the disk as `<root>/<organisation>/<repository>.git` exists, whoever put it there;
 * what does not has vanished. The records in the state only add what a bare repository cannot say of itself, and keep
 * ids stable when a directory comes back.
 */
export class Repositories {
  /** Looks at the disk again. Calls made at the same time share one look. */
  readonly refresh = coalesced(() => this.exclusively(() => this.scan()));
  private readonly options: Options;
  private directories = new Map<number, string>();
  private last: Promise<unknown> = Promise.resolve();
  /** Of the disk when it was looked at last; undefined when it has to be looked at again. */
  private lastStamp?: string;

  constructor(options: Options) {
    this.options = options;
  }

  /** Finishes what a kill interrupted, then looks at the disk. */
  async open(): Promise<void> {
    await rm(path.join(this.options.root, WORKSHOP), { recursive: true, force: true });
    for (const record of this.options.state.repositories) {
      if (record.movingFrom) await this.move(record, record.movingFrom);
    }
    await this.refresh();
  }

  /** Those that exist, by id, of one organisation or of all. */
  list(organisation?: string): Repository[] {
    return this.options.state.repositories
      .filter((each) => this.directories.has(each.id))
      .filter((each) => organisation === undefined || sameName(each.organisation, organisation))
      .sort((one, other) => one.id - other.id);
  }

  find(organisation: string, name: string): Repository | undefined {
    return this.options.state.repositories.find(
      (each) => this.directories.has(each.id) && sameName(each.name, name) && sameName(each.organisation, organisation),
    );
  }

  findById(id: number): Repository | undefined {
    return this.options.state.repositories.find((each) => each.id === id && this.directories.has(id));
  }

  /** The repository that had this name before, unless the name is used again. */
  findRenamed(organisation: string, name: string): Repository | undefined {
    const redirect = this.options.state.redirects.find(
      (each) => sameName(each.organisation, organisation) && sameName(each.name, name),
    );
    return redirect && this.findById(redirect.repositoryId);
  }

  /** Where the bare repository stands. */
  directory(record: Repository): string {
    const found = this.directories.get(record.id);
    if (!found) throw new Error(`${record.organisation}/${record.name} has vanished from the disk; put it back`);
    return found;
  }

  /** Where the bare repository of its wiki stands, if it has one. */
  wikiDirectory(record: Repository): string {
    return this.directory(record).replace(/\.git$/, ".wiki.git");
  }

  /** Makes an empty repository. The caller has checked that the name is free. */
  create(wanted: Pick<Repository, "organisation" | "name" | "createdBy"> & Partial<Repository>): Promise<Repository> {
    return this.exclusively(async () => {
      const workshop = path.join(this.options.root, WORKSHOP);
      await mkdir(workshop, { recursive: true });
      const bench = await mkdtemp(path.join(workshop, "new-"));
      const half = path.join(bench, "repository.git");
      await initBareRepository(half);
      const directory = this.place(wanted.organisation, wanted.name);
      await mkdir(path.dirname(directory), { recursive: true });
      await rename(half, directory);
      await rm(bench, { recursive: true });
      const record = this.adopt(wanted, directory, this.options.now());
      await this.options.save();
      return record;
    });
  }

  /** Gives the repository another name or owner; the old name redirects until it is used again. */
  rename(record: Repository, to: { organisation?: string; name?: string }): Promise<void> {
    return this.exclusively(async () => {
      const { state } = this.options;
      const before = { organisation: record.organisation, name: record.name };
      const from = path.relative(this.options.root, this.directory(record));
      const updatedAt = this.options.now().toISOString();
      const organisation = this.ensureOrganisation(to.organisation ?? before.organisation, updatedAt);
      this.forgetName(organisation, to.name ?? before.name);
      Object.assign(record, to, { organisation, movingFrom: from, updatedAt });
      state.redirects.push({ ...before, repositoryId: record.id });
      for (const app of state.apps) {
        for (const each of app.installations.filter(({ account }) => sameName(account, before.organisation))) {
          if (each.repositories === "all") continue;
          each.repositories = each.repositories.map((name) => (sameName(name, before.name) ? record.name : name));
        }
      }
      await this.options.save();
      await this.move(record, from);
      await this.options.save();
    });
  }

  /** Deletes the repository, its wiki and the names that led to it. */
  remove(record: Repository): Promise<void> {
    return this.exclusively(async () => {
      const { state, root } = this.options;
      const bin = path.join(root, WORKSHOP, `deleted-${record.id}`);
      await mkdir(bin, { recursive: true });
      await rename(this.directory(record), path.join(bin, "repository.git"));
      await renameIfThere(this.wikiDirectory(record), path.join(bin, "wiki.git"));
      this.directories.delete(record.id);
      state.repositories = state.repositories.filter((each) => each !== record);
      state.redirects = state.redirects.filter((each) => each.repositoryId !== record.id);
      await this.options.save();
      await rm(bin, { recursive: true, force: true });
    });
  }

  private async scan(): Promise<void> {
    const { root, state } = this.options;
    const stamp = await diskStamp(root);
    if (stamp !== undefined && stamp === this.lastStamp) return;
    const found = new Map<number, string>();
    let unready = false;
    const records = new Map(state.repositories.map((each) => [fullName(each), each]));
    let changed = false;
    for (const organisation of await folders(root)) {
      const names = await folders(path.join(root, organisation));
      for (const folder of names.filter((each) => /\.git$/.test(each) && !/\.wiki\.git$/.test(each))) {
        const directory = path.join(root, organisation, folder);
        const name = folder.slice(0, -".git".length);
        const known = records.get(fullName({ organisation, name }));
        if (known) found.set(known.id, directory);
        else if (await isBareRepository(directory)) {
          const { birthtimeMs, mtimeMs } = await stat(directory);
          // Not every file system knows when a directory was made.
          const created = new Date(Math.floor(birthtimeMs || mtimeMs));
          const record = this.adopt({ organisation, name, createdBy: "placed by hand" }, directory, created);
          found.set(record.id, directory);
          this.options.log(`found ${organisation}/${name} on the disk`);
          changed = true;
        } else unready = true;
      }
    }
    this.directories = found;
    // What is not a repository yet becomes one without a trace in the folders above it.
    this.lastStamp = unready ? undefined : stamp;
    if (changed) await this.options.save();
  }

  /** Writes the record of a repository that stands in `directory`. An organisation nobody knew appears with it. */
  private adopt(
    wanted: Pick<Repository, "organisation" | "name" | "createdBy"> & Partial<Repository>,
    directory: string,
    created: Date,
  ): Repository {
    const { state } = this.options;
    const createdAt = created.toISOString();
    const organisation = this.ensureOrganisation(wanted.organisation, createdAt);
    this.forgetName(organisation, wanted.name);
    const record: Repository = {
      private: true,
      description: null,
      homepage: null,
      topics: [],
      archived: false,
      hasIssues: true,
      hasProjects: true,
      hasWiki: true,
      actions: { enabled: true, allowed: "all" },
      rules: [],
      createdAt,
      updatedAt: createdAt,
      pushedAt: createdAt,
      ...wanted,
      organisation,
      id: newId(state),
    };
    state.repositories.push(record);
    this.directories.set(record.id, directory);
    return record;
  }

  private ensureOrganisation(login: string, createdAt: string): string {
    const { state } = this.options;
    const known = state.organisations.find((each) => sameName(each.login, login));
    if (known) return known.login;
    state.organisations.push({ login, id: newId(state), name: login, createdAt });
    for (const app of state.apps) {
      app.installations.push({ id: newId(state), account: login, repositories: "all", createdAt });
    }
    return login;
  }

  /** A name that is used again leads nowhere else any more, and a vanished repository cannot come back to it. */
  private forgetName(organisation: string, name: string): void {
    const { state } = this.options;
    const isIt = (each: { organisation: string; name: string }) =>
      sameName(each.organisation, organisation) && sameName(each.name, name);
    state.redirects = state.redirects.filter((each) => !isIt(each));
    state.repositories = state.repositories.filter((each) => !isIt(each) || this.directories.has(each.id));
  }

  private async move(record: Repository, from: string): Promise<void> {
    const to = this.place(record.organisation, record.name);
    const source = path.join(this.options.root, from);
    await mkdir(path.dirname(to), { recursive: true });
    if (source !== to) {
      await renameIfThere(source, to);
      await renameIfThere(source.replace(/\.git$/, ".wiki.git"), to.replace(/\.git$/, ".wiki.git"));
    }
    delete record.movingFrom;
    this.directories.set(record.id, to);
  }

  private place(organisation: string, name: string): string {
    return path.join(this.options.root, organisation, `${name}.git`);
  }

  /** One at a time: a look at the disk must not see half of a rename. */
  private exclusively<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work);
    // The caller gets the error; whoever waits behind it goes on.
    this.last = result.catch(() => undefined);
    return result;
  }
}

function fullName({ organisation, name }: { organisation: string; name: string }): string {
  return `${organisation}/${name}`.toLowerCase();
}

/** Clocks of file systems are coarse: what changed a moment ago may change again without a new time. */
const SETTLED_MS = 100;

/** Changes whenever a folder comes or goes in the root or in an organisation; undefined while that cannot be told. */
async function diskStamp(root: string): Promise<string | undefined> {
  const places = [root, ...(await folders(root)).map((organisation) => path.join(root, organisation))];
  const times = await Promise.all(places.map(async (place) => (await stat(place)).mtimeMs));
  if (times.some((time) => time > Date.now() - SETTLED_MS)) return undefined;
  return places.map((place, index) => `${place} ${times[index]}`).join("\n");
}

async function folders(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  return entries
    .filter((each) => (each.isDirectory() || each.isSymbolicLink()) && !each.name.startsWith("."))
    .map(({ name }) => name)
    .sort();
}

async function renameIfThere(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}
