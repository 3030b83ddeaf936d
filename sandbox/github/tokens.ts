import { createHash, randomInt } from "node:crypto";
import type { Limits } from "./limits";
import type { GithubState, StoredToken } from "./state";

type InstallationToken = Extract<StoredToken, { kind: "installation" }>;

/** What GitHub's tokens are made of since they grew: letters, digits, "." and "_". */
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** About 520 characters with dots, `ghs_APPID_<three parts>`, since 2026; 36 before. */
const FORMS: Record<Limits["tokenForm"], (appId: number) => string> = {
  long: (appId) => `${appId}_${random(36)}.${random(132)}.${random(342)}`,
  jwt: (appId) =>
    `${appId}_${part({ alg: "RS256", typ: "JWT" })}.${part({ iss: appId, jti: random(60) })}.${random(342)}`,
  short: () => random(36),
};

/** GitHub keeps so many of one person and application; the oldest goes. */
const MOST_PER_PERSON = 10;

/** The tokens given out. Only hashes are kept; what is not among them is refused, whatever it looks like. */
export class Tokens {
  private readonly state: GithubState;
  private readonly save: () => Promise<void>;
  private readonly now: () => Date;

  constructor(state: GithubState, save: () => Promise<void>, now: () => Date) {
    this.state = state;
    this.save = save;
    this.now = now;
  }

  async mintForInstallation(
    grant: Omit<InstallationToken, "hash" | "createdAt" | "kind" | "expiresAt">,
    { tokenLifetimeSeconds: lifetimeSeconds, tokenForm }: Pick<Limits, "tokenLifetimeSeconds" | "tokenForm">,
  ): Promise<{ token: string; expiresAt: string }> {
    const now = this.now().getTime();
    this.state.tokens = this.state.tokens.filter((each) => !hasExpired(each, this.now()));
    const token = `ghs_${FORMS[tokenForm](grant.appId)}`;
    // Whole seconds, as in GitHub's answers.
    const expiresAt = new Date(Math.floor(now / 1000 + lifetimeSeconds) * 1000).toISOString().replace(".000Z", "Z");
    await this.keep({ ...grant, kind: "installation", expiresAt, hash: hashOf(token), createdAt: iso(now) });
    return { token, expiresAt };
  }

  /** A token of a person: `gho_` from a sign-in, `ghp_` when made without one. */
  async mintForPerson(login: string, scopes: string[], clientId?: string): Promise<string> {
    const token = `${clientId ? "gho" : "ghp"}_${random(36)}`;
    const earlier = this.state.tokens.filter(
      (each) => each.kind === "person" && each.login === login && each.clientId === clientId,
    );
    const surplus = new Set<StoredToken>(earlier.slice(0, Math.max(0, earlier.length - MOST_PER_PERSON + 1)));
    this.state.tokens = this.state.tokens.filter((each) => !surplus.has(each));
    const createdAt = iso(this.now().getTime());
    await this.keep({
      kind: "person",
      login,
      scopes,
      hash: hashOf(token),
      createdAt,
      ...(clientId ? { clientId } : {}),
    });
    return token;
  }

  find(token: string): StoredToken | undefined {
    const hash = hashOf(token);
    return this.state.tokens.find((each) => each.hash === hash && !hasExpired(each, this.now()));
  }

  async revoke(token: StoredToken): Promise<void> {
    this.state.tokens = this.state.tokens.filter((each) => each !== token);
    await this.save();
  }

  /** Ends every installation token at once, as the passing of an hour would. */
  async expireAll(): Promise<void> {
    this.state.tokens = this.state.tokens.filter((each) => each.kind !== "installation");
    await this.save();
  }

  private async keep(token: StoredToken): Promise<void> {
    this.state.tokens.push(token);
    await this.save();
  }
}

function hasExpired(token: StoredToken, now: Date): boolean {
  return token.kind === "installation" && new Date(token.expiresAt) <= now;
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

function random(length: number): string {
  return Array.from({ length }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
