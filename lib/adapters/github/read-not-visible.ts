import { repositoryName } from "@/lib/domain/ids";
import { type NotVisible, outsideOf } from "@/lib/domain/not-visible";
import type { HostedRepository } from "@/lib/ports/code-host";
import { githubError } from "./github-errors";
import { type Page, pagedList } from "./paged-list";

/** Of a hundred each. An organisation with more public repositories is listed as far as that. */
const MOST_PAGES = 30;

interface RawOrganisation {
  public_repos?: number;
  total_private_repos?: number;
}

interface RawRepository {
  id: number;
  full_name: string;
}

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
    const { public_repos = 0, total_private_repos } = (await get(`${apiUrl}${path}`)).data as RawOrganisation;
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
    for (const { id, full_name } of page as RawRepository[]) found.push({ id, repo: repositoryName.parse(full_name) });
    pages += 1;
    if (pages === MOST_PAGES) break;
  }
  return found;
}
