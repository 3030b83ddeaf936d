import type { ServerResponse } from "node:http";
import type { Github } from "../github";
import { sameName } from "../repository-names";
import { html } from "./html";
import { notFoundPage, organisationPage, organisationsPage } from "./list-pages";
import { sendPage } from "./page";
import { repositoryPage } from "./repository-page";

/** Serves the pages. They need no sign-in: the sandbox is on loopback, and its repositories are nobody's secret. */
export async function serveWeb(github: Github, res: ServerResponse, url: URL): Promise<void> {
  const [first, second, ...rest] = decodeURIComponent(url.pathname).split("/").filter(Boolean);
  if (first === "avatars" && second && rest.length === 0) return sendAvatar(res, second);
  if (first === undefined) return sendPage(res, 200, organisationsPage(github));
  const organisation = github.state.organisations.find((each) => sameName(each.login, first));
  if (!organisation || rest.length > 0) return sendPage(res, 404, notFoundPage());
  if (second === undefined) return sendPage(res, 200, await organisationPage(github, organisation));
  const name = second.replace(/\.git$/, "");
  const repository = github.repositories.find(first, name);
  if (repository) return sendPage(res, 200, await repositoryPage(github, repository));
  const renamed = github.repositories.findRenamed(first, name);
  if (!renamed) return sendPage(res, 404, notFoundPage());
  res.writeHead(301, { location: `/${renamed.organisation}/${renamed.name}` });
  res.end();
}

/** A disc with the first letter, in a colour of its own. */
function sendAvatar(res: ServerResponse, login: string): void {
  const hue = [...login].reduce((sum, character) => sum * 31 + character.charCodeAt(0), 7) % 360;
  const { text } =
    html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="hsl(${hue} 45% 45%)"/><text x="20" y="27" font-family="system-ui, sans-serif" font-size="20" text-anchor="middle" fill="#fff">${login.charAt(0).toUpperCase()}</text></svg>`;
  res.writeHead(200, { "content-type": "image/svg+xml", "cache-control": "max-age=3600" });
  res.end(text);
}
