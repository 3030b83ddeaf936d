import type { Limits } from "./limits";
import type { RateLimits } from "./rate-limits";
import type { Repositories } from "./repositories";
import type { GithubState } from "./state";
import type { Tokens } from "./tokens";

/** What every part of the stand-in works with. */
export interface Github {
  state: GithubState;
  save(): Promise<void>;
  repositories: Repositories;
  tokens: Tokens;
  limits: Limits;
  rateLimits: RateLimits;
  /** `http://127.0.0.1:PORT`: pages, sign-in, git. */
  webUrl: string;
  /** REST: `<webUrl>/api/v3` as on an Enterprise Server, or an address of its own. */
  apiUrl: string;
  now(): Date;
  log(line: string): void;
}
