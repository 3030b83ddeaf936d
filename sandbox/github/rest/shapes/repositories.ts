import { type Caller, grants, roleOf, sees } from "../../callers";
import type { Github } from "../../github";
import { readFacts } from "../../repository-disk";
import type { Repository } from "../../state";
import { nodeId, ownerOf } from "./accounts";
import type { Schema } from "./schema";

/** A repository in a list, complete enough for GitHub's `repository` and `minimal-repository` alike. */
export async function listedRepository(github: Github, caller: Caller, record: Repository) {
  const facts = await readFacts(github.repositories.directory(record), record);
  const fullName = `${record.organisation}/${record.name}`;
  const htmlUrl = `${github.webUrl}/${fullName}`;
  return {
    id: record.id,
    node_id: nodeId("R", record.id),
    name: record.name,
    full_name: fullName,
    owner: ownerOf(github, record.organisation),
    private: record.private,
    visibility: visibilityOf(record),
    html_url: htmlUrl,
    description: record.description,
    fork: false,
    homepage: record.homepage,
    language: null,
    license: null,
    archived: record.archived,
    disabled: record.blocked !== undefined,
    topics: record.topics,
    default_branch: facts.defaultBranch,
    size: facts.size,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
    pushed_at: facts.pushedAt,
    has_issues: record.hasIssues,
    has_projects: record.hasProjects,
    has_wiki: record.hasWiki,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    is_template: false,
    allow_forking: false,
    web_commit_signoff_required: false,
    forks: 0,
    forks_count: 0,
    open_issues: 0,
    open_issues_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    permissions: permissionsAt(caller, record),
    clone_url: `${htmlUrl}.git`,
    git_url: `${htmlUrl.replace(/^https?:/, "git:")}.git`,
    ssh_url: `git@${new URL(github.webUrl).hostname}:${fullName}.git`,
    svn_url: htmlUrl,
    mirror_url: null,
    ...repositoryUrls(`${github.apiUrl}/repos/${fullName}`),
  } satisfies Schema<"repository"> & Schema<"minimal-repository">;
}

function visibilityOf(record: Repository) {
  if (!record.private) return "public";
  return record.internal ? "internal" : "private";
}

/** A repository on its own. */
export async function fullRepository(github: Github, caller: Caller, record: Repository) {
  return {
    ...(await listedRepository(github, caller, record)),
    license: null,
    organization: ownerOf(github, record.organisation),
    network_count: 0,
    subscribers_count: 0,
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_rebase_merge: true,
    allow_auto_merge: false,
    delete_branch_on_merge: false,
    custom_properties: {},
  } satisfies Schema<"full-repository">;
}

function permissionsAt(caller: Caller, record: Repository) {
  const may = (level: "read" | "write", name = "contents"): boolean => {
    if (caller.kind === "installation") return sees(caller, record) && grants(caller.token.permissions, name, level);
    const role = caller.kind === "person" ? roleOf(caller.person, record.organisation) : undefined;
    return role === "admin" || (level === "read" && sees(caller, record));
  };
  const push = may("write");
  const admin = may("write", "administration");
  return { admin, maintain: admin, push, triage: push, pull: may("read") };
}

function repositoryUrls(url: string) {
  return {
    url,
    archive_url: `${url}/{archive_format}{/ref}`,
    assignees_url: `${url}/assignees{/user}`,
    blobs_url: `${url}/git/blobs{/sha}`,
    branches_url: `${url}/branches{/branch}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    comments_url: `${url}/comments{/number}`,
    commits_url: `${url}/commits{/sha}`,
    compare_url: `${url}/compare/{base}...{head}`,
    contents_url: `${url}/contents/{+path}`,
    contributors_url: `${url}/contributors`,
    deployments_url: `${url}/deployments`,
    downloads_url: `${url}/downloads`,
    events_url: `${url}/events`,
    forks_url: `${url}/forks`,
    git_commits_url: `${url}/git/commits{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    hooks_url: `${url}/hooks`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    issue_events_url: `${url}/issues/events{/number}`,
    issues_url: `${url}/issues{/number}`,
    keys_url: `${url}/keys{/key_id}`,
    labels_url: `${url}/labels{/name}`,
    languages_url: `${url}/languages`,
    merges_url: `${url}/merges`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    pulls_url: `${url}/pulls{/number}`,
    releases_url: `${url}/releases{/id}`,
    stargazers_url: `${url}/stargazers`,
    statuses_url: `${url}/statuses/{sha}`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    tags_url: `${url}/tags`,
    teams_url: `${url}/teams`,
    trees_url: `${url}/git/trees{/sha}`,
  };
}
