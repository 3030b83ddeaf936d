import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Github } from "../github";
import { readBody } from "../read-body";
import { sameName } from "../repository-names";
import type { OauthApp } from "../state";
import { sendPage } from "../web/page";
import { authorizePage, oauthErrorPage } from "./authorize-page";

const CODE_LIFETIME_MS = 10 * 60 * 1000;
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

interface Grant {
  login: string;
  clientId: string;
  redirectUri: string;
  scopes: string[];
  challenge?: string | undefined;
  expiresAt: number;
}

/** GitHub's web flow: authorize page, code, token. PKCE with S256, codes for one use and ten minutes. */
export class OauthServer {
  private readonly github: Github;
  private readonly grants = new Map<string, Grant>();

  constructor(github: Github) {
    this.github = github;
  }

  /** Serves `/login/oauth/*`; false when the request is for something else. */
  async serve(req: IncomingMessage, res: ServerResponse, url: URL): Promise<boolean> {
    const request = `${req.method} ${url.pathname}`;
    if (request === "GET /login/oauth/authorize") this.ask(res, Object.fromEntries(url.searchParams));
    else if (request === "POST /login/oauth/authorize") this.decide(res, parseForm(await readBody(req)));
    else if (request === "POST /login/oauth/access_token") await this.exchange(req, res);
    else return false;
    return true;
  }

  private ask(res: ServerResponse, fields: Record<string, string>): void {
    const app = this.checkedApp(res, fields);
    if (app) sendPage(res, 200, authorizePage(this.github, app, fields));
  }

  private decide(res: ServerResponse, { login, cancel, ...fields }: Record<string, string>): void {
    const app = this.checkedApp(res, fields);
    if (!app) return;
    const back = new URL(fields.redirect_uri ?? "");
    if (fields.state !== undefined) back.searchParams.set("state", fields.state);
    const person = this.github.state.people.find((each) => sameName(each.login, login ?? ""));
    if (cancel || !person) {
      back.searchParams.set("error", "access_denied");
      back.searchParams.set("error_description", "The user has denied your application access.");
    } else {
      const code = randomBytes(10).toString("hex");
      this.grants.set(code, {
        login: person.login,
        clientId: app.clientId,
        redirectUri: fields.redirect_uri ?? "",
        scopes: (fields.scope ?? "").split(/[\s,]+/).filter(Boolean),
        challenge: fields.code_challenge,
        expiresAt: this.github.now().getTime() + CODE_LIFETIME_MS,
      });
      back.searchParams.set("code", code);
    }
    res.writeHead(302, { location: back.toString() });
    res.end();
  }

  /** The App that asks, once the request is one GitHub would take; otherwise the page that says why not is sent. */
  private checkedApp(res: ServerResponse, fields: Record<string, string>): OauthApp | undefined {
    const app = this.github.state.oauthApps.find((each) => each.clientId === fields.client_id);
    const problem = !app
      ? `There is no OAuth App with the client id ${fields.client_id ?? "(none given)"}.`
      : !isLoopback(fields.redirect_uri)
        ? "The redirect_uri is not on this machine; the sandbox sends nobody anywhere else."
        : fields.code_challenge !== undefined && fields.code_challenge_method !== "S256"
          ? "The code_challenge_method must be S256."
          : undefined;
    if (problem) sendPage(res, app ? 400 : 404, oauthErrorPage(problem));
    return problem ? undefined : app;
  }

  private async exchange(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const text = await readBody(req);
    const sentJson = req.headers["content-type"]?.includes("json");
    const fields = { ...clientOf(req.headers.authorization), ...(sentJson ? parseJson(text) : parseForm(text)) };
    const answer = await this.redeem(fields);
    const wantsJson = req.headers.accept?.includes("json") ?? false;
    res.writeHead(200, {
      "content-type": `${wantsJson ? "application/json" : "application/x-www-form-urlencoded"}; charset=utf-8`,
      "cache-control": "no-store",
    });
    res.end(wantsJson ? JSON.stringify(answer) : new URLSearchParams(answer).toString());
  }

  /** A token, or an error in GitHub's form (which comes with status 200). */
  private async redeem(fields: Record<string, string>): Promise<Record<string, string>> {
    const { github, grants } = this;
    const app = github.state.oauthApps.find((each) => each.clientId === fields.client_id);
    if (!app || !sameSecret(app.clientSecret, fields.client_secret ?? "")) {
      return failure("incorrect_client_credentials", "The client_id and/or client_secret passed are incorrect.");
    }
    const grant = grants.get(fields.code ?? "");
    grants.delete(fields.code ?? "");
    if (!grant || grant.clientId !== app.clientId || grant.expiresAt <= github.now().getTime()) {
      return failure("bad_verification_code", "The code passed is incorrect or expired.");
    }
    if (fields.redirect_uri !== undefined && fields.redirect_uri !== grant.redirectUri) {
      return failure("redirect_uri_mismatch", "The redirect_uri MUST match the one the code was given for.");
    }
    if (grant.challenge !== undefined && grant.challenge !== challengeOf(fields.code_verifier ?? "")) {
      return failure("bad_verification_code", "The code passed is incorrect or expired.");
    }
    const token = await github.tokens.mintForPerson(grant.login, grant.scopes, app.clientId);
    return { access_token: token, token_type: "bearer", scope: grant.scopes.join(",") };
  }
}

function failure(error: string, description: string): Record<string, string> {
  return { error, error_description: description, error_uri: "https://docs.github.com/apps/oauth-apps" };
}

function challengeOf(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}

function sameSecret(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

function isLoopback(uri: string | undefined): boolean {
  const url = URL.parse(uri ?? "");
  return url !== null && LOOPBACK.includes(url.hostname);
}

/** OAuth clients may send their id and secret as basic authentication instead of fields. */
function clientOf(authorization: string | undefined): Record<string, string> {
  const [, credentials] = /^basic\s+(\S+)$/i.exec(authorization ?? "") ?? [];
  if (!credentials) return {};
  const [id = "", secret = ""] = Buffer.from(credentials, "base64").toString("utf8").split(":").map(decodeURIComponent);
  return { client_id: id, client_secret: secret };
}

function parseForm(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** The text members of a JSON object; anything else counts as nothing, which is then refused. */
function parseJson(text: string): Record<string, string> {
  try {
    const value: unknown = JSON.parse(text);
    const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
    return Object.fromEntries(entries.filter(([, each]) => typeof each === "string"));
  } catch {
    return {};
  }
}
