import { compareKeys } from "./key-order";

/**
 * The keys of a bucket in S3's order. A page of a listing costs a binary search and the page, whatever the size of the
 * bucket; adding a key moves the pointers behind it, which for 100,000 keys is some microseconds.
 */
export class KeyIndex {
  private keys: string[] = [];

  get size(): number {
    return this.keys.length;
  }

  /** Replaces the content. The keys need not be in order, and must differ. */
  fill(keys: Iterable<string>): void {
    this.keys = [...keys].sort(compareKeys);
  }

  add(key: string): void {
    const at = this.lowerBound(key);
    if (this.keys[at] !== key) this.keys.splice(at, 0, key);
  }

  delete(key: string): void {
    const at = this.lowerBound(key);
    if (this.keys[at] === key) this.keys.splice(at, 1);
  }

  at(position: number): string | undefined {
    return this.keys[position];
  }

  /** Position of the first key that is not before `key`. */
  lowerBound(key: string): number {
    return this.search((each) => compareKeys(each, key) < 0);
  }

  /** Position of the first key behind `key`. */
  upperBound(key: string): number {
    return this.search((each) => compareKeys(each, key) <= 0);
  }

  /** Position of the first key behind all that begin with `prefix`. */
  afterPrefix(prefix: string): number {
    return this.search((each) => compareKeys(each, prefix) < 0 || each.startsWith(prefix));
  }

  /** Position of the first key for which `isBefore` no longer holds. */
  private search(isBefore: (key: string) => boolean): number {
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(this.keys[middle] as string)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
