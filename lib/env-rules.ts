// What two variables of one process can break together (env.ts).
import { areOfOneGitHub } from "@/lib/domain/github-address";

interface Context {
  addIssue(issue: { code: "custom"; path: string[]; message: string }): void;
}

/** Half a setting would send the tokens of one GitHub to the other. */
export const oneGitHub = (env: { GITHUB_API_URL: string; GITHUB_SERVER_URL: string }, { addIssue }: Context) => {
  const { GITHUB_API_URL: api, GITHUB_SERVER_URL: server } = env;
  if (areOfOneGitHub(api, server)) return;
  const name = api.endsWith("//api.github.com") ? "GITHUB_API_URL" : "GITHUB_SERVER_URL";
  addIssue({ code: "custom", path: [name], message: `${api} and ${server} are not of one GitHub` });
};

/** A console that starts one kind of work and forgot the other would only be found out on the day it is needed. */
export const wholeOrStandby = (env: { ECS_BACKUP_TASK?: string; ECS_VERIFY_TASK?: string }, { addIssue }: Context) => {
  if (isStandby(env) === (env.ECS_VERIFY_TASK === undefined)) return;
  const [set, other] = isStandby(env) ? ["ECS_VERIFY_TASK", "ECS_BACKUP_TASK"] : ["ECS_BACKUP_TASK", "ECS_VERIFY_TASK"];
  addIssue({ code: "custom", path: [set], message: `it is set without ${other}; a standby has neither` });
};

/** Whether a console restores only: no backup is made where it stands. */
export const isStandby = (env: { ECS_BACKUP_TASK?: string }): boolean => env.ECS_BACKUP_TASK === undefined;

const OIDC = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const;

/** Half a provider would be a button that leads nowhere. */
export const wholeOidc = (env: Partial<Record<(typeof OIDC)[number], string>>, { addIssue }: Context) => {
  const missing = OIDC.filter((name) => env[name] === undefined);
  if (missing.length === OIDC.length) return;
  for (const name of missing)
    addIssue({ code: "custom", path: [name], message: `the other two of ${OIDC.join(", ")} are there` });
};
