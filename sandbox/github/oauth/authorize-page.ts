import { roleOf } from "../callers";
import type { Github } from "../github";
import type { OauthApp, Person } from "../state";
import { type Html, html } from "../web/html";
import { page } from "../web/page";

/** The page on which whoever signs in picks a person: there are no passwords in the sandbox. */
export function authorizePage(github: Github, app: OauthApp, fields: Record<string, string>): string {
  const scopes = (fields.scope ?? "").split(/[\s,]+/).filter(Boolean);
  return page({
    title: `Sign in to ${app.name}`,
    body: html`
      <main class="card">
        <h1>Sign in to ${app.name}</h1>
        <p class="muted">This is the sandbox's GitHub. Pick who you are; nobody has a password here.</p>
        <form method="post" action="/login/oauth/authorize">
          ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
          <ul class="people">
            ${github.state.people.map((person) => personButton(github, person))}
          </ul>
          <p class="muted">${app.name} will see: ${scopes.length > 0 ? scopes.join(", ") : "public information"}</p>
          <button class="plain" name="cancel" value="1">Cancel</button>
        </form>
      </main>
    `,
  });
}

export function oauthErrorPage(problem: string): string {
  return page({
    title: "Sign-in failed",
    body: html`<main class="card"><h1>Sign-in failed</h1><p>${problem}</p></main>`,
  });
}

function personButton(github: Github, person: Person): Html {
  const roles = github.state.organisations.flatMap(({ login }) => {
    const role = roleOf(person, login);
    return role ? [`${role} of ${login}`] : [];
  });
  const teams = github.state.teams.filter((team) => team.members.includes(person.login)).map(({ name }) => name);
  return html`
    <li>
      <button class="person" name="login" value="${person.login}">
        <img src="/avatars/${person.login}" alt="" width="40" height="40">
        <span>
          <strong>${person.name}</strong> <span class="muted">${person.login}</span><br>
          <span class="muted">${[...(roles.length > 0 ? roles : ["outside every organisation"]), ...teams].join(" · ")}</span>
        </span>
      </button>
    </li>
  `;
}
