import { access, mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/domain/errors";
import type { Rebuilt } from "@/lib/rebuild/rebuild-repository";

/** Nothing may stand there: neither a file nor a directory, not even an empty one. @throws AppError directory-exists */
export async function refuseExisting(directory: string): Promise<void> {
  const there = await access(directory).then(
    () => true,
    () => false,
  );
  if (there) throw new AppError("directory-exists", { directory });
}

/** The directory's own parent, made where it is missing: what is rebuilt there needs only be renamed. */
export async function parentOf(directory: string): Promise<string> {
  const parent = path.dirname(directory);
  await mkdir(parent, { recursive: true });
  return parent;
}

/**
 * Gives a rebuilt repository its HEAD and its place. It is renamed as a whole, so there is never half a repository under
 * that name; both have to be on one file system.
 * @throws AppError directory-exists
 */
export async function placeRepository(rebuilt: Rebuilt, directory: string): Promise<void> {
  // Written by hand: a name that is not UTF-8 cannot be an argument of a process that Node starts.
  if (rebuilt.head !== undefined)
    await writeFile(path.join(rebuilt.directory, "HEAD"), Buffer.from(`ref: ${rebuilt.head}\n`, "latin1"));
  await refuseExisting(directory);
  try {
    await rename(rebuilt.directory, directory);
  } catch (cause) {
    if (!["EEXIST", "ENOTEMPTY", "ENOTDIR"].includes((cause as NodeJS.ErrnoException).code ?? "")) throw cause;
    throw new AppError("directory-exists", { directory }, { cause });
  }
}
