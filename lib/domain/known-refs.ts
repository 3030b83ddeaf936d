/** Refs of a repository in a snapshot, to choose one from. */
export interface KnownRefs {
  refs: {
    /** Escaped (refs.ts). */
    name: string;
    oid: string;
    /** A branch or a tag; anything else, such as `refs/pull/1/head`, can be pushed as a branch all the same. */
    ordinary: boolean;
  }[];
  /** Of those that match; `refs` may hold fewer. */
  total: number;
}
