/** Where a ref goes when no other branch is asked for: `refs/heads/fix` becomes `recovered/fix`. */
export function recoveredBranch(ref: string): string {
  return `recovered/${ref.replace(/^refs\/(heads|tags)\//, "").replace(/^refs\//, "")}`;
}
