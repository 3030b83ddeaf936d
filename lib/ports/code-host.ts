import type { Ancestry } from "@/lib/domain/anomaly";
import type { AppError } from "@/lib/domain/errors";
import type { HostAnswer } from "@/lib/domain/host-limit";
import type { HostTraffic } from "@/lib/domain/host-traffic";
import type { RepositoryName } from "@/lib/domain/ids";
import type { NotVisible } from "@/lib/domain/not-visible";

export interface Installation {
  id: number;
  /** The organisation or user the App is installed on. */
  account: string;
  /** Set while an owner has suspended it: GitHub then gives no token for it, and serves nothing. */
  suspendedAt?: string;
  /** The App was given some of its repositories only. */
  selected?: boolean;
  /** Installed on an organisation, and not on a user. */
  organisation?: boolean;
  /** What its owner has granted, by GitHub's names: `contents` to `read` or `write`. */
  permissions?: Record<string, string>;
}

export interface HostedRepository {
  id: number;
  name: RepositoryName;
  installation: Installation;
  defaultBranch?: string;
  visibility: string;
  archived: boolean;
  disabled: boolean;
  fork: boolean;
  description?: string;
  homepage?: string;
  topics?: string[];
  pushedAt?: string;
  /** As GitHub estimates it: for the order, and to tell how long it may take. */
  sizeKib: number;
}

/** GitHub as the backup App sees it: reading only. */
export interface CodeHost {
  /** @throws AppError github-credentials, github-unreachable, github-rate-limited */
  listInstallations(): Promise<Installation[]>;

  /**
   * Follows every page; a repository may come twice when the list moves meanwhile, the caller de-duplicates by id. Throws
   * at its end when the list is shorter than GitHub says of it: what came until then is right, but it is not all.
   * @throws AppError github-answer, github-credentials, github-forbidden, github-unreachable, github-rate-limited
   */
  listRepositories(installation: Installation): AsyncIterable<HostedRepository>;

  /**
   * What commit `head` of a repository is to its commit `base`; both are full ids.
   * @throws AppError github-answer, github-credentials, github-forbidden, github-unreachable, github-rate-limited
   */
  compareCommits(repository: HostedRepository, base: string, head: string): Promise<Ancestry>;

  /**
   * What an organisation has besides what was listed; a few requests. Undefined where nothing can be hidden: the App was given
   * all repositories, or it is installed on a user.
   * @throws AppError github-forbidden, github-not-found, github-unreachable, github-rate-limited
   */
  notVisible(installation: Installation, visible: readonly HostedRepository[]): Promise<NotVisible | undefined>;

  /** How git reaches the repositories of an installation. */
  gitAccess(installation: Installation): GitAccess;

  /** The requests made so far, those of git included. */
  traffic(): HostTraffic;
}

/** What a host is given to be a good guest with. */
export interface HostOptions {
  /** Ends every wait. */
  signal?: AbortSignal;
  listener?: HostListener;
  /** Before a call that failed for a passing reason is first made again; each further pause is longer. */
  firstPauseMs?: number;
}

/** Told of what makes a run slower than it could be. */
export interface HostListener {
  /** Requests for `account` wait; told again when the wait becomes longer. */
  waiting?(account: string, until: Date): void;
  /** They go on. */
  resumed?(account: string): void;
  /** The host wants fewer requests at a time; once for all requests that were under way together. */
  throttled?(): void;
  /** A REST call failed for a passing reason and is made again. */
  retrying?(action: string, error: AppError, pauseMs: number): void;
}

export interface GitAccess {
  /** Clone URL without credentials. */
  url(repository: RepositoryName): string;

  /**
   * A token for HTTP Basic (user `x-access-token`) that is good for minutes at least; the same for all who ask. `refused`
   * is a token that got a 401: another one comes back, minted once for all who were refused. Never log it.
   */
  token(options?: { refused?: string }): Promise<string>;

  /** What all requests for an installation pass, so that one that is told to wait makes all wait. */
  gate?: RequestGate;
}

export interface RequestGate {
  /** One request, with all its repetitions. */
  turn(kind: "git" | "rest"): RequestTurn;
}

export interface RequestTurn {
  /**
   * Resolves when a request may be sent, and counts it.
   * @throws AppError github-rate-limited when that would take too long; the signal's reason when the run ends
   */
  begin(): Promise<void>;

  /**
   * Takes note of an answer. True when it refuses for asking too often: begin again.
   * @throws AppError github-rate-limited when this request has waited enough
   */
  mustWait(answer: HostAnswer): boolean;
}
