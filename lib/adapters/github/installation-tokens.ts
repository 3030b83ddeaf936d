/** Permissions a token is narrowed to; GitHub refuses more than the App has. */
export type Permissions = Record<string, "read" | "write">;

export interface TokenScope {
  installationId: number;
  /** All that the installation has, when missing; so with the repositories. */
  permissions?: Permissions;
  repositoryIds?: number[];
}

export interface MintedToken {
  token: string;
  lifetimeMs: number;
}

/** A token with less than this left is not handed out: a large transfer begins with it and may ask again much later. */
const LEAST_LEFT_MS = 5 * 60_000;

interface KeptToken {
  token: string;
  freshUntil: number;
}

/**
 * Tokens of installations, one for each scope: minted when first asked for, again before they expire, and again when one
 * was refused. However many ask at once, one mints and all get what it got. They live in memory only.
 */
export class InstallationTokens {
  private readonly mint: (scope: TokenScope) => Promise<MintedToken>;
  private readonly now: () => number;
  private readonly kept = new Map<string, KeptToken>();
  private readonly minting = new Map<string, Promise<string>>();

  constructor(mint: (scope: TokenScope) => Promise<MintedToken>, now: () => number = Date.now) {
    this.mint = mint;
    this.now = now;
  }

  /** `refused`: a token of this scope that GitHub answered with 401; it is never handed out again. */
  get(scope: TokenScope, refused?: string): Promise<string> {
    const key = keyOf(scope);
    const kept = this.kept.get(key);
    if (kept && kept.token !== refused && kept.freshUntil > this.now()) return Promise.resolve(kept.token);
    const underWay = this.minting.get(key);
    if (underWay) return underWay;
    const minting = this.mintAnew(key, scope).finally(() => this.minting.delete(key));
    this.minting.set(key, minting);
    return minting;
  }

  private async mintAnew(key: string, scope: TokenScope): Promise<string> {
    const asked = this.now();
    const { token, lifetimeMs } = await this.mint(scope);
    // Where tokens live for minutes only, half of that has to do.
    this.kept.set(key, { token, freshUntil: asked + Math.max(lifetimeMs - LEAST_LEFT_MS, lifetimeMs / 2) });
    return token;
  }
}

function keyOf({ installationId, permissions, repositoryIds }: TokenScope): string {
  const sorted = permissions && Object.entries(permissions).sort(([a], [b]) => a.localeCompare(b));
  return JSON.stringify([installationId, sorted, repositoryIds?.toSorted((a, b) => a - b)]);
}
