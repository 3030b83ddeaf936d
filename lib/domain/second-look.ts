// The list of repositories is read page by page while people go on working, and a run takes hours. So it is read again at
// the end of a run, and this decides what the difference means. Matched by GitHub's id: it survives renames and transfers.

export interface Listed {
  id: number;
  name: string;
  installation: { id: number };
}

export interface SecondLook<Repository extends Listed> {
  /** To be captured now: new, or missed by the first look, or not captured for certain because the name moved. */
  capture: Repository[];
  /** Captured as `from`; called `to` now. */
  renamed: { from: Repository; to: Repository }[];
  /** No longer listed. What was captured of them before is theirs and stays. */
  goneAfterCapture: Repository[];
  /** No longer listed, and not captured, or not for certain. */
  gone: Repository[];
}

/**
 * @param relisted installations whose second list is whole; nothing can be said of the others
 * @param isSafe whether what was captured of a repository is good
 */
export function secondLook<Repository extends Listed>(
  first: readonly Repository[],
  second: readonly Repository[],
  relisted: ReadonlySet<number>,
  isSafe: (id: number) => boolean,
): SecondLook<Repository> {
  const before = new Map(first.map((each) => [each.id, each]));
  const now = new Map(second.map((each) => [each.id, each]));
  const owners = new Map(second.map((each) => [each.name.toLowerCase(), each.id]));
  // Git asks by name. Where another repository has the name by now, what came may have been the other's.
  const isDoubtful = ({ id, name }: Repository) => (owners.get(name.toLowerCase()) ?? id) !== id;
  const isCertain = (each: Repository) => isSafe(each.id) && !isDoubtful(each);

  const moved = second.flatMap((to) => {
    const from = before.get(to.id);
    return from && from.name !== to.name ? [{ from, to }] : [];
  });
  const missing = first.filter((each) => !now.has(each.id) && (relisted.has(each.installation.id) || isDoubtful(each)));
  return {
    capture: [
      ...second.filter((each) => !before.has(each.id)),
      ...moved.filter(({ from }) => !isCertain(from)).map(({ to }) => to),
    ],
    renamed: moved.filter(({ from }) => isCertain(from)),
    goneAfterCapture: missing.filter(isCertain),
    gone: missing.filter((each) => !isCertain(each)),
  };
}
