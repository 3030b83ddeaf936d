import { type CommitFacts, type Ref, readHistory, readRefs } from "../git/read-repository";
import type { Github } from "../github";
import { readFacts } from "../repository-disk";
import type { Repository } from "../state";
import { type Html, html } from "./html";
import { page } from "./page";

const COMMITS_SHOWN = 10;
const REFS_SHOWN = 200;

/** What somebody who just restored a repository wants to see of it: its refs, its last commits, its settings. */
export async function repositoryPage(github: Github, repository: Repository): Promise<string> {
  const directory = github.repositories.directory(repository);
  const [facts, refs, commits] = await Promise.all([
    readFacts(directory, repository),
    readRefs(directory, "refs/"),
    readHistory(directory, "HEAD", COMMITS_SHOWN),
  ]);
  const { organisation, name } = repository;
  const branches = refs.filter((ref) => ref.name.startsWith("refs/heads/"));
  const tags = refs.filter((ref) => ref.name.startsWith("refs/tags/"));
  const others = refs.filter((ref) => !branches.includes(ref) && !tags.includes(ref));
  return page({
    title: `${organisation}/${name}`,
    trail: html`/ <a href="/${organisation}">${organisation}</a> / <strong>${name}</strong>`,
    body: html`
      <main>
        <h1>${organisation}/${name} ${pills(repository)}</h1>
        <p>${repository.description ?? ""}</p>
        <dl>
          <dt>Default branch</dt><dd class="mono">${facts.defaultBranch}</dd>
          <dt>Actions</dt>
          <dd>${repository.actions.enabled ? html`<span class="bad">on</span>` : html`<span class="good">off</span>`}</dd>
          <dt>Created</dt><dd>${when(repository.createdAt)} by <strong>${repository.createdBy}</strong></dd>
          <dt>Pushed</dt><dd>${when(facts.pushedAt)}</dd>
          <dt>Topics</dt><dd>${repository.topics.length > 0 ? repository.topics.join(", ") : "none"}</dd>
          <dt>Clone</dt><dd class="mono">${github.webUrl}/${organisation}/${name}.git</dd>
        </dl>
        ${refs.length === 0 && html`<p class="muted">Nothing was ever pushed to this repository.</p>`}
        ${commits.length > 0 && commitTable(commits)}
        ${refTable("Branches", "refs/heads/", branches)}
        ${refTable("Tags", "refs/tags/", tags)}
        ${refTable("Other refs", "", others)}
      </main>
    `,
  });
}

/** What a repository is, in little labels behind its name. */
export function pills(repository: Repository): Html[] {
  const words = [repository.private ? "private" : "public"];
  if (repository.archived) words.push("archived");
  if (repository.blocked) words.push(`blocked: ${repository.blocked.reason}`);
  return words.map((word) => html`<span class="pill">${word}</span> `);
}

export function when(iso: string): string {
  return iso.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC");
}

function commitTable(commits: CommitFacts[]): Html {
  return html`
    <h2>Last commits on the default branch</h2>
    <table>
      <tr><th>Commit</th><th>By</th><th class="tight">When</th><th class="tight">Id</th></tr>
      ${commits.map(
        ({ id, message, author, committer }) => html`
          <tr><td>${message.split("\n")[0]}</td><td>${author.name}</td>
            <td class="tight">${committer.date.slice(0, 10)}</td><td class="tight mono">${id.slice(0, 10)}</td></tr>
        `,
      )}
    </table>
  `;
}

function refTable(title: string, prefix: string, refs: Ref[]): Html | false {
  if (refs.length === 0) return false;
  return html`
    <h2>${title} <span class="pill">${refs.length}</span></h2>
    <table>
      ${refs
        .slice(0, REFS_SHOWN)
        .map(
          (ref) =>
            html`<tr><td class="mono">${ref.name.slice(prefix.length)}</td><td class="tight mono">${ref.id}</td></tr>`,
        )}
    </table>
    ${refs.length > REFS_SHOWN && html`<p class="muted">and ${refs.length - REFS_SHOWN} more</p>`}
  `;
}
