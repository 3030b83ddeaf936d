import { S3Error } from "../s3-error";
import type { BucketFiles } from "./bucket-files";
import { compareKeys } from "./key-order";
import { KeyedLock } from "./keyed-lock";
import type { OpenUpload, Part, Upload } from "./upload";

/** The multipart uploads under way in one bucket. Changes to one upload run one after the other. */
export class OpenUploads {
  private readonly files: BucketFiles;
  private readonly open = new Map<string, OpenUpload>();
  private readonly locks = new KeyedLock();

  constructor(files: BucketFiles) {
    this.files = files;
  }

  fill(uploads: Iterable<OpenUpload>): void {
    for (const each of uploads) this.open.set(each.upload.id, each);
  }

  async create(upload: Upload): Promise<void> {
    await this.files.writeUpload(upload);
    this.open.set(upload.id, { upload, parts: new Map() });
  }

  find(id: string): OpenUpload | undefined {
    return this.open.get(id);
  }

  /** @throws S3Error NoSuchUpload when it is unknown, has ended, or is for another key. */
  get(id: string, key: string): OpenUpload {
    const found = this.open.get(id);
    if (!found || found.upload.key !== key) throw new S3Error("NoSuchUpload", { details: { UploadId: id } });
    return found;
  }

  /** By key, then by age, as ListMultipartUploads shows them. */
  list(): Upload[] {
    const uploads = [...this.open.values()].map(({ upload }) => upload);
    return uploads.sort(
      (a, b) => compareKeys(a.key, b.key) || compareText(a.initiated, b.initiated) || compareText(a.id, b.id),
    );
  }

  /** Adds a part, or puts it in the place of an earlier try. When this rejects, the data file is still the caller's. */
  async putPart(id: string, key: string, part: Part): Promise<void> {
    await this.locks.run(id, async () => {
      const { parts } = this.get(id, key);
      const replaced = parts.get(part.number);
      await this.files.writePart(id, part);
      parts.set(part.number, part);
      if (replaced) await this.files.removeData([replaced.file]);
    });
  }

  /** Runs `end` on the upload and forgets it, together with the bytes of all parts but those that `end` returns. */
  async finish(id: string, key: string, end: (open: OpenUpload) => Promise<ReadonlySet<string>>): Promise<void> {
    await this.locks.run(id, async () => {
      const open = this.get(id, key);
      const kept = await end(open);
      this.open.delete(id);
      await this.files.removeUpload(id, open.parts.keys());
      const dropped = [...open.parts.values()].map((part) => part.file).filter((file) => !kept.has(file));
      await this.files.removeData(dropped);
    });
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
