// An OpenID Connect provider on loopback: discovery, authorization code with PKCE, ID tokens, userinfo. Whoever started it can
// change people and have it lie.
import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { closeServer, listenOnLoopback } from "../shared/listen";
import { type Forgery, Signer } from "./id-token";

export interface OidcPerson {
  sub: string;
  name: string;
  preferred_username?: string;
  groups?: string[];
}

export interface RunningOidc {
  issuer: string;
  people: OidcPerson[];
  /** Of the next ID tokens. */
  forgery?: Forgery;
  /** Where groups are told; `elsewhere` as Entra does when there are many. */
  groupsIn: "both" | "id token" | "elsewhere" | "nowhere";
  /** Userinfo answers with this instead. */
  userinfoStatus?: number;
  /** Every access token so far is over. */
  revokeTokens(): void;
  close(): Promise<void>;
}

interface Grant {
  person: OidcPerson;
  nonce?: string;
  challenge: string;
  redirectUri: string;
}

interface Options {
  clientId: string;
  clientSecret: string;
  people: OidcPerson[];
  port?: number;
}

export async function startOidc(options: Options): Promise<RunningOidc> {
  const provider = new Provider(options);
  const server = createServer((request, response) => void provider.serve(request, response));
  provider.issuer = await listenOnLoopback(server, options.port ?? 0, "the identity provider");
  provider.end = () => closeServer(server);
  return provider;
}

class Provider implements RunningOidc {
  issuer = "";
  people: OidcPerson[];
  forgery?: Forgery;
  groupsIn: RunningOidc["groupsIn"] = "both";
  userinfoStatus?: number;
  end: () => Promise<void> = async () => undefined;
  private readonly options: Options;
  private readonly signer = new Signer();
  private readonly grants = new Map<string, Grant>();
  private readonly tokens = new Map<string, string>();

  constructor(options: Options) {
    this.options = options;
    this.people = options.people;
  }

  close = (): Promise<void> => this.end();
  revokeTokens = (): void => this.tokens.clear();

  async serve(request: IncomingMessage, response: ServerResponse): Promise<ServerResponse> {
    const url = new URL(request.url ?? "/", this.issuer);
    const form = new URLSearchParams(request.method === "POST" ? await bodyOf(request) : "");
    switch (`${request.method} ${url.pathname}`) {
      case "GET /.well-known/openid-configuration":
        return answer(response, 200, this.metadata());
      case "GET /jwks":
        return answer(response, 200, this.signer.jwks);
      case "GET /authorize":
        return this.ask(response, url.searchParams);
      case "POST /authorize":
        return this.decide(response, form);
      case "POST /token":
        return this.redeem(response, form, request.headers.authorization);
      case "GET /userinfo":
        return this.tell(response, request.headers.authorization);
      default:
        return answer(response, 404, { error: "not_found" });
    }
  }

  private metadata(): object {
    const at = (path: string) => `${this.issuer}/${path}`;
    return {
      issuer: this.issuer,
      authorization_endpoint: at("authorize"),
      token_endpoint: at("token"),
      userinfo_endpoint: at("userinfo"),
      jwks_uri: at("jwks"),
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      code_challenge_methods_supported: ["S256"],
    };
  }

  private ask(response: ServerResponse, asked: URLSearchParams): ServerResponse {
    const problem = this.problemWith(asked);
    if (problem) return answer(response, 400, { error: "invalid_request", error_description: problem });
    const hidden = [...asked].map(
      ([name, value]) => `<input type="hidden" name="${text(name)}" value="${text(value)}">`,
    );
    const people = this.people.map(({ sub, name }) => `<button name="sub" value="${text(sub)}">${text(name)}</button>`);
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    return response.end(
      `<!doctype html><title>Sign in</title><form method="post" action="/authorize">${[...hidden, ...people].join("")}</form>`,
    );
  }

  private decide(response: ServerResponse, asked: URLSearchParams): ServerResponse {
    const problem = this.problemWith(asked);
    const person = this.people.find(({ sub }) => sub === asked.get("sub"));
    if (problem || !person) return answer(response, 400, { error: "invalid_request", error_description: problem });
    const code = randomBytes(16).toString("hex");
    const redirectUri = asked.get("redirect_uri") ?? "";
    const challenge = asked.get("code_challenge") ?? "";
    this.grants.set(code, { person, nonce: asked.get("nonce") ?? undefined, challenge, redirectUri });
    const back = new URL(redirectUri);
    back.searchParams.set("code", code);
    back.searchParams.set("state", asked.get("state") ?? "");
    return response.writeHead(302, { location: back.toString() }).end();
  }

  /** What a careful provider refuses: without PKCE, a nonce and a state the console would not be as safe as it says. */
  private problemWith(asked: URLSearchParams): string | undefined {
    if (asked.get("client_id") !== this.options.clientId) return "client_id";
    if (asked.get("response_type") !== "code") return "response_type";
    if (!asked.get("scope")?.split(" ").includes("openid")) return "scope";
    if (asked.get("code_challenge_method") !== "S256" || !asked.get("code_challenge")) return "code_challenge";
    return ["nonce", "state"].find((name) => !asked.get(name));
  }

  private redeem(response: ServerResponse, form: URLSearchParams, authorization: string | undefined): ServerResponse {
    const { clientId, clientSecret } = this.options;
    const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString("base64");
    if (authorization !== `Basic ${basic}`) return answer(response, 401, { error: "invalid_client" });
    const code = form.get("code") ?? "";
    const grant = this.grants.get(code);
    this.grants.delete(code);
    const verifier = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (!grant || grant.challenge !== verifier || grant.redirectUri !== form.get("redirect_uri"))
      return answer(response, 400, { error: "invalid_grant" });
    const { person, nonce } = grant;
    const token = randomBytes(24).toString("base64url");
    this.tokens.set(token, person.sub);
    const iat = Math.floor(Date.now() / 1000);
    const claims = {
      iss: this.issuer,
      aud: clientId,
      iat,
      exp: iat + 3600,
      nonce,
      ...this.claimsOf(person, "id token"),
    };
    const idToken = this.signer.token(claims, clientSecret, this.forgery);
    return answer(response, 200, { access_token: token, token_type: "Bearer", expires_in: 3600, id_token: idToken });
  }

  private tell(response: ServerResponse, authorization: string | undefined): ServerResponse {
    const sub = this.tokens.get(authorization?.replace(/^Bearer /, "") ?? "");
    const person = this.people.find((each) => each.sub === sub);
    if (this.userinfoStatus) return answer(response, this.userinfoStatus, { error: "server_error" });
    if (!person) return answer(response, 401, { error: "invalid_token" });
    return answer(response, 200, this.claimsOf(person, "userinfo"));
  }

  private claimsOf({ groups, ...person }: OidcPerson, where: "id token" | "userinfo"): object {
    if (this.groupsIn === "elsewhere") return { ...person, _claim_names: { groups: "src1" } };
    const told = this.groupsIn === "both" || this.groupsIn === where;
    return { ...person, ...(told && { groups: groups ?? [] }) };
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += chunk;
  return body;
}

function answer(response: ServerResponse, status: number, body: object): ServerResponse {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  return response.end(JSON.stringify(body));
}

const text = (value: string) => value.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);
