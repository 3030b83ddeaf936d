import { accountOf } from "./account-of";
import { ok, type Route } from "./route";

/** What the API says of itself. */
export const metaRoutes: Route[] = [
  {
    method: "GET",
    template: "/",
    handle: ({ github }) =>
      ok({
        current_user_url: `${github.apiUrl}/user`,
        organization_url: `${github.apiUrl}/orgs/{org}`,
        repository_url: `${github.apiUrl}/repos/{owner}/{repo}`,
        rate_limit_url: `${github.apiUrl}/rate_limit`,
      }),
  },
  {
    method: "GET",
    template: "/meta",
    handle: () => ok({ verifiable_password_authentication: false, hooks: [], web: [], api: [], git: [] }),
  },
  {
    method: "GET",
    template: "/rate_limit",
    handle: ({ github, caller }) => {
      const core = github.rateLimits.read(accountOf(caller));
      const search = { limit: 30, used: 0, remaining: 30, reset: core.reset };
      return ok({ resources: { core, search }, rate: core });
    },
  },
];
