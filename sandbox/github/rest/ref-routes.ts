import { readCommit, readRef, readRefs } from "../git/read-repository";
import { repositoryFor } from "./access";
import { ApiError, notFound } from "./api-error";
import { compareRoute } from "./compare-route";
import { paged } from "./paging";
import { type Needs, ok, type RestRequest, type Route } from "./route";
import { commitShape, fullBranch, gitRef, shortBranch } from "./shapes/refs";

const CONTENTS: Needs = { name: "contents", level: "read" };

/** What a repository holds, read from the bare repository each time. */
export const refRoutes: Route[] = [
  compareRoute,
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/branches",
    needs: CONTENTS,
    handle: async (request) => {
      const { record, directory } = open(request);
      const { page, headers } = paged(request, await readRefs(directory, "refs/heads/"));
      return ok(
        page.map((each) => shortBranch(request.github, record, each)),
        headers,
      );
    },
  },
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/branches/{branch*}",
    needs: CONTENTS,
    handle: async (request) => {
      const { record, directory } = open(request);
      const ref = await readRef(directory, `refs/heads/${request.params.branch}`);
      const commit = ref && (await readCommit(directory, ref.id));
      if (!ref || !commit) throw new ApiError(404, "Branch not found");
      return ok(fullBranch(request.github, record, ref, commit));
    },
  },
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/git/ref/{ref*}",
    needs: CONTENTS,
    handle: async (request) => {
      const { record, directory } = await openFilled(request);
      const ref = await readRef(directory, `refs/${request.params.ref}`);
      if (!ref) throw notFound();
      return ok(gitRef(request.github, record, ref));
    },
  },
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/git/matching-refs/{ref*}",
    needs: CONTENTS,
    handle: async (request) => {
      const { record, directory } = await openFilled(request);
      const refs = await readRefs(directory, `refs/${request.params.ref}`);
      const { page, headers } = paged(request, refs);
      return ok(
        page.map((each) => gitRef(request.github, record, each)),
        headers,
      );
    },
  },
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/commits/{ref*}",
    needs: CONTENTS,
    handle: async (request) => {
      const { record, directory } = await openFilled(request);
      const { ref = "" } = request.params;
      const commit = await readCommit(directory, ref);
      if (!commit) throw new ApiError(422, `No commit found for SHA: ${ref}`);
      return ok(commitShape(request.github, record, commit));
    },
  },
];

function open(request: RestRequest) {
  const record = repositoryFor(request, CONTENTS);
  return { record, directory: request.github.repositories.directory(record) };
}

/** GitHub has its own answer for a repository that nothing was ever pushed to. */
async function openFilled(request: RestRequest) {
  const opened = open(request);
  if ((await readRefs(opened.directory, "refs/")).length === 0) throw new ApiError(409, "Git Repository is empty.");
  return opened;
}
