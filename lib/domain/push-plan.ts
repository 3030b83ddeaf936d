// In which pushes a history goes to GitHub: branches and tags by explicit refspecs, the largest branch first, and what is
// more than one push may hold in parts along the first parents, each a fast-forward of the one before. Pure.

export interface PushRef {
  /** Byte string, as in refs.ts. */
  name: string;
  oid: string;
  /** The commit it leads to, where that is another object (an annotated tag). */
  commit?: string;
}

/** One commit with the bytes of the objects that come with it first. */
export interface HistoryCommit {
  oid: string;
  parents: readonly string[];
  bytes: number;
}

export interface PushPart {
  /** Undefined deletes. */
  oid?: string;
  name: string;
  /** May be no fast-forward: the helper branch is moved about. */
  force?: true;
}

export interface Push {
  parts: PushPart[];
  /** As estimated. Above the limit where one commit alone is. */
  bytes: number;
}

export interface PushLimits {
  limitBytes: number;
  /** A command line has an end. */
  refsPerPush: number;
}

/** Holds the second parents' histories of merges that are too large for one push. It is deleted with the last push. */
export const HELPER_BRANCH = "refs/heads/holdfast-restore-part";

/** Everything in as few pushes as refs allow: for a history that fits into one. */
export function planWhole(refs: readonly PushRef[], { refsPerPush }: Pick<PushLimits, "refsPerPush">): Push[] {
  const pushes: Push[] = [];
  for (let from = 0; from < refs.length; from += refsPerPush) {
    const parts = refs.slice(from, from + refsPerPush).map(({ oid, name }) => ({ oid, name }));
    pushes.push({ parts, bytes: 0 });
  }
  return pushes;
}

/**
 * @param refs what has still to be pushed
 * @param history every commit the refs reach, parents before children; commits that are missing are on GitHub already
 */
export function planPushes(refs: readonly PushRef[], history: readonly HistoryCommit[], limits: PushLimits): Push[] {
  return new Planner(history, limits).plan(refs);
}

class Planner {
  private readonly limits: PushLimits;
  private readonly index: Map<string, number>;
  private readonly parents: number[][];
  private readonly bytes: number[];
  private readonly pushed: Uint8Array;
  private readonly pushes: Push[] = [];
  /** What goes with the next push. */
  private open: Push = { parts: [], bytes: 0 };
  private helped = false;

  constructor(history: readonly HistoryCommit[], limits: PushLimits) {
    this.limits = limits;
    this.index = new Map(history.map(({ oid }, index) => [oid, index]));
    this.parents = history.map(({ parents }) => parents.flatMap((oid) => this.index.get(oid) ?? []));
    this.bytes = history.map(({ bytes }) => bytes);
    this.pushed = new Uint8Array(history.length);
  }

  plan(refs: readonly PushRef[]): Push[] {
    const tips = refs.map((ref) => this.index.get(ref.commit ?? ref.oid));
    const sizes = this.reachedBytes(tips);
    const isBranch = (index: number) => Number(refs[index]?.name.startsWith("refs/heads/") ?? false);
    // Tags mostly lead to what the branches bring.
    const order = refs
      .map((_, index) => index)
      .sort((a, b) => isBranch(b) - isBranch(a) || (sizes[b] ?? 0) - (sizes[a] ?? 0));
    for (const position of order) {
      const ref = refs[position];
      if (ref) this.cover(ref, tips[position]);
    }
    if (this.helped) this.add({ name: HELPER_BRANCH }, 0);
    this.flush();
    return this.pushes;
  }

  /** Brings the ref's history up to its tip; the ref itself goes with the open push. */
  private cover(ref: PushRef, tip: number | undefined): void {
    const branch = ref.name.startsWith("refs/heads/");
    // A tag cannot be moved forward step by step, so its history comes by the helper.
    const rest = this.walk(tip, branch ? { name: ref.name } : { name: HELPER_BRANCH, force: true });
    this.add({ oid: ref.oid, name: ref.name }, rest);
  }

  /** Pushes the history of `tip` in parts to the branch `to`. @returns the bytes that are left for the final part */
  private walk(tip: number | undefined, to: Omit<PushPart, "oid">): number {
    let pending = 0;
    let last: number | undefined;
    for (const commit of this.firstParents(tip)) {
      let step = this.missing(commit);
      let cost = this.cost(step);
      if (cost > this.limits.limitBytes && step.length > 1) {
        if (last !== undefined) this.pushPart(last, to, pending);
        last = undefined;
        pending = 0;
        for (const parent of (this.parents[commit] ?? []).slice(1)) this.bringByHelper(parent);
        step = this.missing(commit);
        cost = this.cost(step);
      }
      if (last !== undefined && pending + cost > this.limits.limitBytes) {
        this.pushPart(last, to, pending);
        pending = 0;
      }
      this.take(step);
      pending += cost;
      last = commit;
    }
    return pending;
  }

  private bringByHelper(commit: number): void {
    if (this.pushed[commit]) return;
    const to = { name: HELPER_BRANCH, force: true } as const;
    this.pushPart(commit, to, this.walk(commit, to));
  }

  /** A push of its own, after all that is open. */
  private pushPart(commit: number, to: Omit<PushPart, "oid">, bytes: number): void {
    this.flush();
    if (to.name === HELPER_BRANCH) this.helped = true;
    this.pushes.push({ parts: [{ oid: this.oidOf(commit), ...to }], bytes });
  }

  private add(part: PushPart, bytes: number): void {
    const { limitBytes, refsPerPush } = this.limits;
    if (this.open.bytes + bytes > limitBytes || this.open.parts.length >= refsPerPush) this.flush();
    this.open.parts.push(part);
    this.open.bytes += bytes;
  }

  private flush(): void {
    if (this.open.parts.length > 0) this.pushes.push(this.open);
    this.open = { parts: [], bytes: 0 };
  }

  /** From the oldest that is not pushed yet to `tip`. */
  private firstParents(tip: number | undefined): number[] {
    const line: number[] = [];
    for (let at = tip; at !== undefined && !this.pushed[at]; at = this.parents[at]?.[0]) line.push(at);
    return line.reverse();
  }

  /** The commit and its ancestors that are not pushed yet. */
  private missing(commit: number | undefined): number[] {
    if (commit === undefined || this.pushed[commit]) return [];
    const found = new Set([commit]);
    for (const each of found) {
      for (const parent of this.parents[each] ?? []) if (!this.pushed[parent]) found.add(parent);
    }
    return [...found];
  }

  private take(commits: readonly number[]): void {
    for (const each of commits) this.pushed[each] = 1;
  }

  private cost(commits: readonly number[]): number {
    return commits.reduce((sum, each) => sum + (this.bytes[each] ?? 0), 0);
  }

  private oidOf(commit: number): string {
    this.oids ??= [...this.index.keys()];
    return this.oids[commit] ?? "";
  }
  private oids?: string[];

  /** All the bytes each tip reaches, pushed or not; thirty-one tips in one pass over the history. */
  private reachedBytes(tips: readonly (number | undefined)[]): number[] {
    const sums = tips.map(() => 0);
    for (let from = 0; from < tips.length; from += 31) {
      const masks = new Int32Array(this.bytes.length);
      const group = tips.slice(from, from + 31);
      group.forEach((tip, bit) => {
        if (tip !== undefined) masks[tip] = (masks[tip] ?? 0) | (1 << bit);
      });
      for (let commit = masks.length - 1; commit >= 0; commit--) {
        const mask = masks[commit] ?? 0;
        if (mask === 0) continue;
        for (const parent of this.parents[commit] ?? []) masks[parent] = (masks[parent] ?? 0) | mask;
        for (let bit = 0; bit < group.length; bit++)
          if (mask & (1 << bit)) sums[from + bit] = (sums[from + bit] ?? 0) + (this.bytes[commit] ?? 0);
      }
    }
    return sums;
  }
}
