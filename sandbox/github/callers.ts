import { tokenIn } from "../shared/sent-credentials";
import { looksLikeJwt, verifyAppJwt } from "./app-jwt";
import type { Github } from "./github";
import { sameName } from "./repository-names";
import type { App, Installation, OrganisationRole, Person, Repository, StoredToken } from "./state";

/** Who asks. */
export type Caller =
  | { kind: "anonymous" }
  | { kind: "app"; app: App }
  | {
      kind: "installation";
      app: App;
      installation: Installation;
      token: Extract<StoredToken, { kind: "installation" }>;
    }
  | { kind: "person"; person: Person; token: Extract<StoredToken, { kind: "person" }> };

/**
 * Who the Authorization header speaks for: a bearer token or JWT (REST), or the password of basic authentication (git,
 * whatever the user name). A string is GitHub's refusal: a token nobody gave out speaks for nobody.
 */
export function identify(github: Github, authorization: string | undefined): Caller | string {
  if (!authorization) return { kind: "anonymous" };
  const token = tokenIn(authorization.trim());
  if (looksLikeJwt(token)) {
    const verdict = verifyAppJwt(token, github.state.apps, github.now());
    return "app" in verdict ? { kind: "app", app: verdict.app } : verdict.refusal;
  }
  const found = github.tokens.find(token);
  if (found?.kind === "person") {
    const person = github.state.people.find((each) => sameName(each.login, found.login));
    return person ? { kind: "person", person, token: found } : "Bad credentials";
  }
  const app = github.state.apps.find((each) => each.id === found?.appId);
  const installation = app?.installations.find((each) => each.id === found?.installationId);
  return app && installation && found ? { kind: "installation", app, installation, token: found } : "Bad credentials";
}

/** Whether the caller may know that the repository exists. GitHub answers 404 to all others. */
export function sees(caller: Caller, repository: Repository): boolean {
  if (!repository.private) return true;
  if (caller.kind === "installation") {
    const { repositoryIds } = caller.token;
    return includes(caller.installation, repository) && (repositoryIds?.includes(repository.id) ?? true);
  }
  if (caller.kind === "person") {
    return roleOf(caller.person, repository.organisation) !== undefined && caller.token.scopes.includes("repo");
  }
  return false;
}

/** Whether the repository was selected for the App, or all were. */
export function includes(installation: Installation, repository: Repository): boolean {
  if (!sameName(installation.account, repository.organisation)) return false;
  return (
    installation.repositories === "all" || installation.repositories.some((name) => sameName(name, repository.name))
  );
}

export function roleOf(person: Person, organisation: string): OrganisationRole | undefined {
  return Object.entries(person.organisations).find(([login]) => sameName(login, organisation))?.[1];
}

/** What the installation may do: what its owner agreed to, and always to read metadata. */
export function permissionsOf(app: App, installation: Installation): Record<string, string> {
  return { metadata: "read", ...(installation.permissions ?? app.permissions) };
}

/** Whether `permissions` has `name` at `level` or above. */
export function grants(permissions: Record<string, string>, name: string, level: string): boolean {
  const order = ["read", "write", "admin"];
  return order.indexOf(permissions[name] ?? "") >= order.indexOf(level);
}

/** How GitHub names the caller in a message. */
export function nameOf(caller: Caller): string {
  switch (caller.kind) {
    case "anonymous":
      return "anonymous";
    case "app":
    case "installation":
      return `${caller.app.slug}[bot]`;
    case "person":
      return caller.person.login;
  }
}
