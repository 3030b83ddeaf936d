import type { Github } from "../github";
import { readFacts } from "../repository-disk";
import type { Organisation } from "../state";
import { html } from "./html";
import { page } from "./page";
import { pills, when } from "./repository-page";

/** `/`: the organisations. */
export function organisationsPage(github: Github): string {
  return page({
    title: "Organisations",
    trail: html``,
    body: html`
      <main>
        <h1>Organisations</h1>
        <p class="muted">
          Bare repositories copied to <code>&lt;organisation&gt;/&lt;repository&gt;.git</code> below this server's data
          directory appear here.
        </p>
        <table>
          <tr><th>Organisation</th><th class="tight">Repositories</th><th>Apps</th></tr>
          ${github.state.organisations.map(
            ({ login, name }) => html`
              <tr><td><a href="/${login}">${login}</a> <span class="muted">${name === login ? "" : name}</span></td>
                <td class="tight">${github.repositories.list(login).length}</td>
                <td>${appsOf(github, login).join(", ")}</td></tr>
            `,
          )}
        </table>
      </main>
    `,
  });
}

/** `/<organisation>`: its repositories. */
export async function organisationPage(github: Github, { login, name }: Organisation): Promise<string> {
  const rows = await Promise.all(
    github.repositories.list(login).map(async (repository) => {
      const facts = await readFacts(github.repositories.directory(repository), repository);
      return html`
        <tr><td><a href="/${login}/${repository.name}">${repository.name}</a> ${pills(repository)}<br>
            <span class="muted">${repository.description ?? ""}</span></td>
          <td class="tight mono">${facts.defaultBranch}</td>
          <td class="tight">${when(facts.pushedAt)}</td><td class="tight">${facts.size} KiB</td></tr>
      `;
    }),
  );
  return page({
    title: login,
    trail: html`/ <strong>${login}</strong>`,
    body: html`
      <main>
        <h1>${name}</h1>
        <p class="muted">Apps installed: ${appsOf(github, login).join(", ") || "none"}</p>
        <table>
          <tr><th>Repository</th><th class="tight">Default branch</th><th class="tight">Pushed</th><th class="tight">Size</th></tr>
          ${rows}
        </table>
      </main>
    `,
  });
}

export function notFoundPage(): string {
  return page({
    title: "Not found",
    trail: html``,
    body: html`<main><h1>Not found</h1><p>There is nothing here. <a href="/">All organisations</a></p></main>`,
  });
}

function appsOf(github: Github, login: string): string[] {
  return github.state.apps
    .filter((app) => app.installations.some((each) => each.account.toLowerCase() === login.toLowerCase()))
    .map((app) => app.name);
}
