// Which state each repository has in a snapshot. A row for each would be millions, of which nearly all say what the day before
// said; so a row holds 256 repositories, by their numbers, with four bytes for the number of the state. Nought: not in it.
import type { DatabaseSync } from "node:sqlite";

const SIZE = 256;
const BYTES = 4;
const ABSENT = 0;

export class EntryBlocks {
  private readonly blocks = new Map<number, Buffer>();

  set(repository: number, state: number): void {
    const number = Math.floor(repository / SIZE);
    let block = this.blocks.get(number);
    if (!block) {
      block = Buffer.alloc(SIZE * BYTES);
      this.blocks.set(number, block);
    }
    block.writeUInt32LE(state, (repository % SIZE) * BYTES);
  }

  [Symbol.iterator](): Iterator<[number: number, states: Buffer]> {
    return this.blocks[Symbol.iterator]();
  }
}

/** By the numbers of all repositories that it has: the number of their state. */
export function statesOf(database: DatabaseSync, snapshot: number): Map<number, number> {
  const found = new Map<number, number>();
  for (const row of database.prepare("SELECT block, states FROM blocks WHERE snapshot = ?").iterate(snapshot)) {
    const states = viewOf(row.states);
    const first = Number(row.block) * SIZE;
    for (let place = 0; place < SIZE; place += 1) {
      const state = states.getUint32(place * BYTES, true);
      if (state !== ABSENT) found.set(first + place, state);
    }
  }
  return found;
}

/** The states that these repositories have in each snapshot that has one of them. */
export function statesOver(database: DatabaseSync, repositories: readonly number[]): Map<number, number[]> {
  const found = new Map<number, number[]>();
  const query = database.prepare(
    "SELECT number, states FROM snapshots CROSS JOIN blocks ON blocks.snapshot = number AND block = ?",
  );
  for (const repository of repositories)
    for (const row of query.iterate(Math.floor(repository / SIZE))) {
      const state = viewOf(row.states).getUint32((repository % SIZE) * BYTES, true);
      const snapshot = Number(row.number);
      if (state !== ABSENT) found.set(snapshot, [...(found.get(snapshot) ?? []), state]);
    }
  return found;
}

function viewOf(states: unknown): DataView {
  const bytes = states as Uint8Array;
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
