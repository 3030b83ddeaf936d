import { KeyIndex } from "./key-index";
import type { Version } from "./version";

/** The versions of every key of a bucket, newest first, and the keys in S3's order. */
export class VersionLists {
  readonly keys = new KeyIndex();
  /** No list is empty. */
  private readonly lists = new Map<string, Version[]>();

  fill(versions: Iterable<Version>): void {
    this.lists.clear();
    for (const version of versions) {
      const list = this.lists.get(version.key);
      if (list) list.push(version);
      else this.lists.set(version.key, [version]);
    }
    for (const list of this.lists.values()) list.sort(newestFirst);
    this.keys.fill(this.lists.keys());
  }

  of(key: string): readonly Version[] {
    return this.lists.get(key) ?? [];
  }

  find(key: string, versionId: string): Version | undefined {
    return this.lists.get(key)?.find((version) => version.versionId === versionId);
  }

  /** Puts `version` where it belongs by age, in the place of `replaced`; undefined takes `replaced` away. */
  place(key: string, version: Version | undefined, replaced: Version | undefined): void {
    // A new list each time: whoever walks the old one is not disturbed.
    const list = this.of(key).filter((each) => each !== replaced);
    if (version) list.push(version);
    if (list.length === 0) {
      this.lists.delete(key);
      this.keys.delete(key);
      return;
    }
    this.lists.set(key, list.sort(newestFirst));
    this.keys.add(key);
  }
}

function newestFirst(a: Version, b: Version): number {
  return b.sequence - a.sequence;
}
