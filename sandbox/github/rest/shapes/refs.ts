import type { CommitFacts, Ref } from "../../git/read-repository";
import type { Github } from "../../github";
import type { Repository } from "../../state";
import { nodeId } from "./accounts";
import type { Schema } from "./schema";

export function gitRef(github: Github, record: Repository, ref: Ref): Schema<"git-ref"> {
  const url = repositoryUrl(github, record);
  return {
    ref: ref.name,
    node_id: nodeId("REF", `${record.id}:${ref.name}`),
    url: `${url}/git/${ref.name.split("/").map(encodeURIComponent).join("/")}`,
    object: { type: ref.type, sha: ref.id, url: `${url}/git/${ref.type}s/${ref.id}` },
  };
}

export function shortBranch(github: Github, record: Repository, ref: Ref): Schema<"short-branch"> {
  return {
    name: branchName(ref),
    commit: { sha: ref.id, url: `${repositoryUrl(github, record)}/commits/${ref.id}` },
    protected: false,
  };
}

export function fullBranch(
  github: Github,
  record: Repository,
  ref: Ref,
  commit: CommitFacts,
): Schema<"branch-with-protection"> {
  const url = repositoryUrl(github, record);
  const name = branchName(ref);
  return {
    name,
    commit: commitShape(github, record, commit),
    _links: {
      self: `${url}/branches/${encodeURIComponent(name)}`,
      html: `${github.webUrl}/${record.organisation}/${record.name}`,
    },
    protected: false,
    protection: { enabled: false, required_status_checks: { contexts: [], checks: [], enforcement_level: "off" } },
    protection_url: `${url}/branches/${encodeURIComponent(name)}/protection`,
  };
}

export function commitShape(github: Github, record: Repository, commit: CommitFacts): Schema<"commit"> {
  const url = repositoryUrl(github, record);
  const web = `${github.webUrl}/${record.organisation}/${record.name}/commit`;
  return {
    sha: commit.id,
    node_id: nodeId("C", `${record.id}:${commit.id}`),
    url: `${url}/commits/${commit.id}`,
    html_url: `${web}/${commit.id}`,
    comments_url: `${url}/commits/${commit.id}/comments`,
    author: null,
    committer: null,
    parents: commit.parents.map((sha) => ({ sha, url: `${url}/commits/${sha}`, html_url: `${web}/${sha}` })),
    commit: {
      url: `${url}/git/commits/${commit.id}`,
      message: commit.message,
      author: commit.author,
      committer: commit.committer,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      comment_count: 0,
      verification: { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
    },
  };
}

function branchName(ref: Ref): string {
  return ref.name.replace(/^refs\/heads\//, "");
}

function repositoryUrl(github: Github, record: Repository): string {
  return `${github.apiUrl}/repos/${record.organisation}/${record.name}`;
}
