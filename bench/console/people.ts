// People who look at the console, each with a session of their own: as a sign-in leaves it, without a browser.
import { encode } from "next-auth/jwt";
import { ORGANISATION, TEAMS } from "@/sandbox/names";

/** As lib/operations needs it of GitHub at the sign-in. */
const SCOPES = ["read:user", "read:org"];

/** The header of a session's cookie. */
export async function sessionOf(github: string, secret: string, login: string): Promise<string> {
  const person = { login, name: login, organisation: ORGANISATION, role: "member", teams: [TEAMS.operators] };
  const { id } = (await post(github, "people", person)) as { id: number };
  const { token: githubToken } = (await post(github, "tokens", { person: login, scopes: SCOPES })) as { token: string };
  const token = { id, login, name: login, githubToken, signedInAt: Date.now() };
  return `next-auth.session-token=${await encode({ token, secret })}`;
}

async function post(github: string, what: string, body: object): Promise<unknown> {
  const answer = await fetch(`${github}/_sandbox/${what}`, { method: "POST", body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${what}: ${await answer.text()}`);
  return answer.json();
}
