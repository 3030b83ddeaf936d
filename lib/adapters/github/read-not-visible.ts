import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { repositoryName } from "@/lib/domain/ids-schema";
import { type NotVisible, outsideOf } from "@/lib/domain/not-visible";
import type { HostedRepository } from "@/lib/ports/code-host";
import { githubError } from "./github-errors";
import { type Page, pagedList } from "./paged-list";

/** Of a hundred each. An organisation with more public repositories is listed as far as that. */
const MOST_PAGES = 30;

const organisation = z.looseObject({
  public_repos: z.number().int().catch(0),
  total_private_repos: z.number().int().optional().catch(undefined),
});

const listed = z
  .object({ id: z.number().int(), full_name: repositoryName })
  .transform(({ id, full_name }) => ({ id, repo: full_name }));

/**
 * GET /orgs/{org} tells how many public repositories there are, and the private ones too where the App may know
 * (`total_private_repos`). Only when there are more public ones than the App was given are they listed: GET /orgs/{org}/repos
 * with `type=public`, which any App may.
 * @throws AppError github-*
 */
export async function readNotVisible(
  get: (url: string) => Promise<Page>,
  apiUrl: string,
  account: string,
  visible: readonly HostedRepository[],
): Promise<NotVisible> {
  const path = `/orgs/${encodeURIComponent(account)}`;
  try {
    const { public_repos, total_private_repos } = organisation.parse((await get(`${apiUrl}${path}`)).data);
    const given = visible.filter(({ visibility }) => visibility === "public").length;
    const publicRepositories = public_repos > given ? await listPublic(get, apiUrl, path) : [];
    return outsideOf(account, { publicRepositories, privateTotal: total_private_repos }, visible);
  } catch (cause) {
    throw githubError(cause, `ask what ${account} has`, apiUrl);
  }
}

async function listPublic(get: (url: string) => Promise<Page>, apiUrl: string, path: string) {
  const found: { id: number; repo: HostedRepository["name"] }[] = [];
  let pages = 0;
  for await (const page of pagedList(get, apiUrl, `${path}/repos`, { type: "public" })) {
    if (!Array.isArray(page))
      throw new AppError("github-answer", { status: 200, action: path, detail: "it is no list" });
    found.push(...page.flatMap((each) => listed.safeParse(each).data ?? []));
    pages += 1;
    if (pages === MOST_PAGES) break;
  }
  return found;
}
