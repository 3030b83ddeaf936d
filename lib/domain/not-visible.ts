// Repositories that an organisation has and the backup App was not given. GitHub names the public ones to any of its Apps; of the
// private ones it tells the number, and only to an App with enough permission.
import { z } from "zod";
import { repositoryName } from "./ids-schema";

export const notVisible = z.looseObject({
  account: z.string(),
  /** Public repositories outside the App's selection. */
  repositories: z.array(z.looseObject({ id: z.number().int(), repo: repositoryName })).optional(),
  /** How many private ones are outside; undefined where GitHub does not tell. */
  private_count: z.number().int().nonnegative().optional(),
  /** Why it could not be asked, or not all of it. */
  problem: z.object({ code: z.string(), message: z.string(), hint: z.string() }).optional(),
});
export type NotVisible = z.infer<typeof notVisible>;

/** What GitHub says that an organisation has. */
export interface OrganisationInventory {
  publicRepositories: { id: number; repo: NotVisibleRepository }[];
  /** Undefined where GitHub does not tell this App. */
  privateTotal?: number;
}

type NotVisibleRepository = NonNullable<NotVisible["repositories"]>[number]["repo"];

/** What is outside of what was listed. `visible` are the repositories of the same account. */
export function outsideOf(
  account: string,
  { publicRepositories, privateTotal }: OrganisationInventory,
  visible: readonly { id: number; visibility: string }[],
): NotVisible {
  const ids = new Set(visible.map(({ id }) => id));
  const repositories = publicRepositories.filter(({ id }) => !ids.has(id));
  // Internal ones count as private for GitHub.
  const privates = visible.filter(({ visibility }) => visibility !== "public").length;
  return {
    account,
    repositories,
    private_count: privateTotal === undefined ? undefined : Math.max(0, privateTotal - privates),
  };
}
