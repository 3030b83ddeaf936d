import { permissionsOf } from "../../callers";
import type { Github } from "../../github";
import { sameName } from "../../repository-names";
import type { App, Installation } from "../../state";
import { ownerOf } from "./accounts";
import type { Schema } from "./schema";

/** An installation of `app`, as the App sees it. */
export function installationShape(github: Github, app: App, installation: Installation): Schema<"installation"> {
  const organisation = github.state.organisations.find((each) => sameName(each.login, installation.account));
  return {
    id: installation.id,
    account: ownerOf(github, installation.account),
    repository_selection: installation.repositories === "all" ? "all" : "selected",
    access_tokens_url: `${github.apiUrl}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${github.apiUrl}/installation/repositories`,
    html_url: `${github.webUrl}/organizations/${installation.account}/settings/installations/${installation.id}`,
    app_id: app.id,
    client_id: app.clientId,
    target_id: organisation?.id ?? 0,
    target_type: "Organization",
    permissions: permissionsOf(app, installation),
    events: [],
    created_at: installation.createdAt,
    updated_at: installation.createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    app_slug: app.slug,
    suspended_by: null,
    suspended_at: installation.suspendedAt ?? null,
  };
}
