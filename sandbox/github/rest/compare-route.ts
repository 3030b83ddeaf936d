import { compareRevisions } from "../git/compare-commits";
import { readCommit } from "../git/read-repository";
import { repositoryFor } from "./access";
import { ApiError, notFound } from "./api-error";
import { paged } from "./paging";
import { type Needs, ok, type RestRequest, type Route } from "./route";
import { commitShape } from "./shapes/refs";
import type { Schema } from "./shapes/schema";

const CONTENTS: Needs = { name: "contents", level: "read" };

/** Two revisions of one repository, compared by git. The changed files, which GitHub lists on the first page, are left out. */
export const compareRoute: Route = {
  method: "GET",
  template: "/repos/{owner}/{repo}/compare/{basehead*}",
  needs: CONTENTS,
  handle: async (request) => {
    const { github, params } = request;
    const record = repositoryFor(request, CONTENTS);
    const directory = github.repositories.directory(record);
    const [base, head, ...rest] = (params.basehead ?? "").split("...");
    if (!base || !head || rest.length > 0) throw notFound();
    const found = await compareRevisions(directory, base, head);
    if (found === "missing") throw notFound();
    if (found === "unrelated") throw new ApiError(404, `No common ancestor between ${base} and ${head}.`);
    const { page, headers } = paged(request, found.commits);
    const commits = await Promise.all(page.map((id) => readCommit(directory, id)));
    const shape = (commit: Parameters<typeof commitShape>[2]) => commitShape(github, record, commit);
    const body: Schema<"commit-comparison"> = {
      ...addresses(request, base, head),
      base_commit: shape(found.base),
      merge_base_commit: shape(found.mergeBase),
      status: found.status,
      ahead_by: found.aheadBy,
      behind_by: found.behindBy,
      total_commits: found.aheadBy,
      commits: commits.flatMap((commit) => (commit ? [shape(commit)] : [])),
    };
    return ok(body, headers);
  },
};

function addresses({ github, params }: RestRequest, base: string, head: string) {
  const { owner, repo } = params;
  const web = `${github.webUrl}/${owner}/${repo}/compare/${base}...${head}`;
  return {
    url: `${github.apiUrl}/repos/${owner}/${repo}/compare/${base}...${head}`,
    html_url: web,
    permalink_url: web,
    diff_url: `${web}.diff`,
    patch_url: `${web}.patch`,
  };
}
