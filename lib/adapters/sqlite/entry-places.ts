// Where the entries of a manifest stand in its bytes. Numbers in a row and no objects: of four hundred manifests with ten
// thousand entries each they would be millions, and clearing them away took longer than reading the manifests.

/** An entry; between `cut` and `cutEnd` the part that is passed over when two are compared. */
export interface Place {
  from: number;
  to: number;
  cut: number;
  cutEnd: number;
}

const MEMBERS = 4;
const FIRST_ROOM = 1024;

export class EntryPlaces {
  private numbers = new Int32Array(FIRST_ROOM * MEMBERS);
  private filled = 0;

  get count(): number {
    return this.filled;
  }

  add(from: number, to: number, cut: number, cutEnd: number): void {
    const at = this.filled * MEMBERS;
    if (at === this.numbers.length) {
      const larger = new Int32Array(this.numbers.length * 2);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[at] = from;
    this.numbers[at + 1] = to;
    this.numbers[at + 2] = cut;
    this.numbers[at + 3] = cutEnd;
    this.filled += 1;
  }

  /** @throws RangeError */
  at(entry: number): Place {
    if (!this.has(entry)) throw new RangeError(`there is no entry ${entry}`);
    return { from: this.from(entry), to: this.to(entry), cut: this.cut(entry), cutEnd: this.cutEnd(entry) };
  }

  has(entry: number): boolean {
    return entry >= 0 && entry < this.filled;
  }

  from(entry: number): number {
    return this.numbers[entry * MEMBERS] ?? 0;
  }

  to(entry: number): number {
    return this.numbers[entry * MEMBERS + 1] ?? 0;
  }

  cut(entry: number): number {
    return this.numbers[entry * MEMBERS + 2] ?? 0;
  }

  cutEnd(entry: number): number {
    return this.numbers[entry * MEMBERS + 3] ?? 0;
  }
}
