// A directory of this process's own, and what others like it have left behind.
import { mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";

const OURS = /^holdfast-browse-(\d+)-(\w+)-\w+$/;
/** Tells this process from one before it that had the same number: in a container the first one always has. */
const BEGAN = Math.round(performance.timeOrigin).toString(36);

export class ScratchRoom {
  readonly directory: string;
  private count = 0;

  private constructor(directory: string) {
    this.directory = directory;
  }

  /** In `parent`, where rooms of processes that are no more are removed first. Nobody else may read it. */
  static async open(parent: string): Promise<ScratchRoom> {
    await mkdir(parent, { recursive: true });
    for (const entry of await readdir(parent, { withFileTypes: true })) {
      const [, pid, began] = OURS.exec(entry.name) ?? [];
      // A symbolic link is no directory: what it leads to is nobody's left-over.
      if (!pid || !entry.isDirectory() || isAtWork(Number(pid), began)) continue;
      // Somebody else's, who may have looked at the same time, is theirs.
      await rm(path.join(parent, entry.name), { recursive: true, force: true }).catch(() => undefined);
    }
    return new ScratchRoom(await mkdtemp(path.join(parent, `holdfast-browse-${process.pid}-${BEGAN}-`)));
  }

  async place(): Promise<string> {
    this.count += 1;
    const directory = path.join(this.directory, String(this.count));
    await mkdir(directory, { mode: 0o700 });
    return directory;
  }

  close(): Promise<void> {
    return rm(this.directory, { recursive: true, force: true });
  }
}

function isAtWork(pid: number, began: string | undefined): boolean {
  if (pid === process.pid) return began === BEGAN;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Gone at once for whoever looks for it, and from the disk soon after. */
export async function discard(directory: string): Promise<void> {
  const away = `${directory}.gone`;
  await rename(directory, away).catch(() => undefined);
  await rm(away, { recursive: true, force: true });
}

/** Bytes of all files below it. */
export async function sizeOf(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async (entry) => (await stat(path.join(entry.parentPath, entry.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
