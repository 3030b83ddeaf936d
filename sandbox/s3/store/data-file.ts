import { type FileHandle, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { syncDirectory } from "@/sandbox/shared/atomic-file";

/**
 * A file of bytes being received. It has a temporary name until `finish`, which makes it durable and names it; a
 * `discard` after that is a mistake of the caller's and takes the finished file away too.
 */
export class DataFile {
  private readonly handle: FileHandle;
  private readonly temporary: string;
  private readonly file: string;

  private constructor(handle: FileHandle, temporary: string, file: string) {
    this.handle = handle;
    this.temporary = temporary;
    this.file = file;
  }

  static async create(file: string): Promise<DataFile> {
    const temporary = `${file}.tmp`;
    return new DataFile(await open(temporary, "wx"), temporary, file);
  }

  /** Resolves when the bytes have left the process, so that a fast client cannot fill the memory. */
  async write(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length; ) at += (await this.handle.write(chunk, at)).bytesWritten;
  }

  async finish(): Promise<void> {
    try {
      await this.handle.sync();
    } finally {
      await this.handle.close();
    }
    await rename(this.temporary, this.file);
    await syncDirectory(path.dirname(this.file));
  }

  async discard(): Promise<void> {
    await this.handle.close();
    await rm(this.temporary, { force: true });
    await rm(this.file, { force: true });
  }
}
