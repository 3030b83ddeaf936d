import { z } from "zod";
import { boundedText } from "@/lib/bounded-text";
import { AppError } from "@/lib/domain/errors";
import { parseJson } from "@/lib/domain/json";
import { groupsIn, oidcClaims, type ToldGroups } from "@/lib/domain/oidc-claims";
import type { Directory } from "@/lib/ports/directory";

/** OpenID Connect Discovery 1.0, 3; only what is asked here. */
const metadata = z.looseObject({ issuer: z.string(), userinfo_endpoint: z.url().optional() });

/** A page waits for this: longer is as good as unreachable. */
const TIMEOUT_MS = 10_000;
/** An answer about one person; a group's name has some forty characters. */
const MAX_ANSWER_BYTES = 512 * 1024;

/** Asks the userinfo endpoint that the issuer names (OpenID Connect Core 1.0, 5.3). Redirects are not followed. */
export class OidcDirectory implements Directory {
  private readonly issuer: string;
  private readonly claim: string;
  private endpoint?: Promise<string | undefined>;

  /** `issuer` without a slash at its end; `claim` is the one that has the groups. */
  constructor(issuer: string, claim: string) {
    this.issuer = issuer;
    this.claim = claim;
  }

  async groupsOf(token: string, subject: string): Promise<ToldGroups> {
    const endpoint = await this.userinfo();
    if (!endpoint) return { kind: "silent" };
    const answer = await this.get(endpoint, { authorization: `Bearer ${token}` });
    if (answer.status === 401 || answer.status === 403) throw new AppError("not-signed-in");
    const claims = oidcClaims.safeParse(await this.json(answer)).data;
    if (!claims) throw this.wrong("its userinfo has no subject");
    // Core 5.3.2: otherwise the token was put in place of another's.
    if (claims.sub !== subject) throw this.wrong("its userinfo is about somebody else");
    return groupsIn(claims, this.claim);
  }

  /** Asked once; again after a failure. */
  private userinfo(): Promise<string | undefined> {
    this.endpoint ??= this.discover().catch((error) => {
      this.endpoint = undefined;
      throw error;
    });
    return this.endpoint;
  }

  private async discover(): Promise<string | undefined> {
    const answer = await this.get(`${this.issuer}/.well-known/openid-configuration`, {});
    const found = metadata.safeParse(await this.json(answer)).data;
    if (!found) throw this.wrong("its discovery document is not one");
    if (found.issuer.replace(/\/+$/, "") !== this.issuer)
      throw this.wrong(`its discovery document is of ${found.issuer.slice(0, 200)}`);
    const endpoint = found.userinfo_endpoint;
    if (endpoint && this.issuer.startsWith("https:") && !endpoint.startsWith("https:"))
      throw this.wrong("its userinfo endpoint is not encrypted");
    return endpoint;
  }

  private async json(answer: Response): Promise<unknown> {
    if (!answer.ok) throw this.wrong(`it answered ${answer.status}`);
    const text = await boundedText(answer.body, MAX_ANSWER_BYTES);
    if (text === undefined) throw this.wrong("its answer has no end");
    const json = parseJson(text);
    if (json === undefined) throw this.wrong("its answer is not JSON");
    return json;
  }

  private async get(url: string, headers: Record<string, string>): Promise<Response> {
    try {
      return await fetch(url, {
        headers: { accept: "application/json", "user-agent": "holdfast-console", ...headers },
        cache: "no-store",
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (cause) {
      const detail = cause instanceof Error ? String((cause.cause as Error)?.message ?? cause.message) : String(cause);
      throw new AppError("directory-unreachable", { issuer: this.issuer, detail }, { cause });
    }
  }

  private wrong(detail: string): AppError {
    return new AppError("directory-answer", { issuer: this.issuer, detail });
  }
}
