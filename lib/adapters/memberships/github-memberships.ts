import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import type { Memberships } from "@/lib/ports/memberships";
import { sameServerFetch } from "../shared/same-server-fetch";

const membership = z.looseObject({ state: z.string() });

/** A sign-in waits for this: longer is as good as unreachable. */
const TIMEOUT_MS = 10_000;

/** Asks GitHub's REST API with the person's own token; needs the scope read:org. */
export class GithubMemberships implements Memberships {
  private readonly apiUrl: string;

  /** `apiUrl` without a slash at its end, e.g. `https://api.github.com`. */
  constructor(apiUrl: string) {
    this.apiUrl = apiUrl;
  }

  inOrganisation(token: string, organisation: string): Promise<boolean> {
    return this.isActive(token, `/user/memberships/orgs/${encodeURIComponent(organisation)}`);
  }

  inTeam(token: string, organisation: string, team: string, login: string): Promise<boolean> {
    const [org, slug, person] = [organisation, team, login].map(encodeURIComponent);
    return this.isActive(token, `/orgs/${org}/teams/${slug}/memberships/${person}`);
  }

  /** A pending invitation is not a membership yet. */
  private async isActive(token: string, path: string): Promise<boolean> {
    const response = await this.get(token, path);
    if (response.status === 404) return false;
    const body: unknown = await response.json().catch(() => undefined);
    if (response.ok) return membership.safeParse(body).data?.state === "active";
    const detail = z.looseObject({ message: z.string() }).safeParse(body).data?.message ?? "no reason given";
    if (response.status === 401) throw new AppError("not-signed-in");
    if (response.status === 403) {
      throw new AppError("github-forbidden", { action: `GET ${path}`, detail, needed: "the scope read:org" });
    }
    const request = response.headers.get("x-github-request-id") ?? undefined;
    throw new AppError("github-answer", { status: response.status, action: `GET ${path}`, detail, request });
  }

  private async get(token: string, path: string): Promise<Response> {
    try {
      return await sameServerFetch(AbortSignal.timeout(TIMEOUT_MS))(`${this.apiUrl}${path}`, {
        headers: {
          accept: "application/vnd.github+json",
          authorization: `Bearer ${token}`,
          "user-agent": "holdfast-console",
          "x-github-api-version": "2022-11-28",
        },
        cache: "no-store",
      });
    } catch (cause) {
      const refused = cause instanceof Error && cause.cause instanceof AppError ? cause.cause : cause;
      if (refused instanceof AppError) throw refused;
      const detail = cause instanceof Error ? String(cause.cause ?? cause.message) : String(cause);
      throw new AppError("github-unreachable", { url: this.apiUrl, detail }, { cause });
    }
  }
}
