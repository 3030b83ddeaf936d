import { chmod, mkdir } from "node:fs/promises";
import path from "node:path";
import { readJsonFile, writeFileDurably } from "@/sandbox/shared/atomic-file";
import { coalesced } from "./coalesced";
import type { OrganisationPolicy } from "./organisation-policy";

export type OrganisationRole = "admin" | "member";

export interface Organisation {
  login: string;
  id: number;
  name: string;
  createdAt: string;
  /** Absent: nothing is restricted, and no enterprise owns it. */
  policy?: OrganisationPolicy;
}

export interface Person {
  login: string;
  id: number;
  name: string;
  email: string;
  organisations: Record<string, OrganisationRole>;
  createdAt: string;
}

export interface Team {
  id: number;
  organisation: string;
  slug: string;
  name: string;
  members: string[];
}

export interface Installation {
  id: number;
  account: string;
  /** Names; "all" also means what will be created later. */
  repositories: "all" | string[];
  /** What the owner agreed to, where it is not what the App asks for now. */
  permissions?: Record<string, string>;
  createdAt: string;
  suspendedAt?: string;
}

export interface App {
  id: number;
  slug: string;
  name: string;
  clientId: string;
  privateKeyPem: string;
  permissions: Record<string, string>;
  createdAt: string;
  installations: Installation[];
}

export interface OauthApp {
  clientId: string;
  clientSecret: string;
  name: string;
}

/** What GitHub knows of a repository and the bare repository on disk does not say. */
export interface Repository {
  id: number;
  organisation: string;
  name: string;
  private: boolean;
  /** Private, but for everybody of the enterprise. */
  internal?: boolean;
  description: string | null;
  homepage: string | null;
  topics: string[];
  archived: boolean;
  hasIssues: boolean;
  hasProjects: boolean;
  hasWiki: boolean;
  actions: { enabled: boolean; allowed: "all" | "local_only" | "selected" };
  blocked?: { reason: string; createdAt: string };
  /** Refs that nobody may push, as a ruleset would have it. */
  rules: { pattern: string; reason: string }[];
  /** Secrets that somebody allowed to be pushed, by the id in the link that push protection prints. */
  allowedSecrets?: string[];
  /** In people's words: an App's bot, a login, or "placed by hand". */
  createdBy: string;
  createdAt: string;
  updatedAt: string;
  pushedAt: string;
  /** The state of the refs on disk that `pushedAt` speaks of; see repository-disk.ts. */
  refsStamp?: number;
  /** Set while a rename is under way: the directory, below the root, it comes from. */
  movingFrom?: string;
}

export type StoredToken = { hash: string; createdAt: string } & (
  | {
      kind: "installation";
      appId: number;
      installationId: number;
      permissions: Record<string, string>;
      /** Absent: all that the installation sees. */
      repositoryIds?: number[];
      expiresAt: string;
    }
  | { kind: "person"; login: string; scopes: string[]; clientId?: string }
);

export interface GithubState {
  version: 1;
  lastId: number;
  organisations: Organisation[];
  people: Person[];
  teams: Team[];
  apps: App[];
  oauthApps: OauthApp[];
  repositories: Repository[];
  /** Names that repositories had before. */
  redirects: { organisation: string; name: string; repositoryId: number }[];
  tokens: StoredToken[];
}

/** The one durable file of the stand-in. `save` resolves once everything changed before the call is on disk. */
export class StateFile {
  readonly value: GithubState;
  readonly save: () => Promise<void>;

  private constructor(file: string, value: GithubState) {
    this.value = value;
    this.save = coalesced(() => writeFileDurably(file, JSON.stringify(this.value, null, 1)));
  }

  /** Opens `<root>/state.json`. The directory is for its owner only: private keys lie in it. */
  static async open(root: string): Promise<StateFile> {
    await mkdir(root, { recursive: true });
    await chmod(root, 0o700);
    const file = path.join(root, "state.json");
    const found = await readJsonFile<GithubState>(file);
    if (found && found.version !== 1) {
      throw new Error(`${file} was written by another version; move it away to start afresh, repositories stay`);
    }
    return new StateFile(file, found ?? emptyState());
  }
}

function emptyState(): GithubState {
  return {
    version: 1,
    lastId: 1000,
    organisations: [],
    people: [],
    teams: [],
    apps: [],
    oauthApps: [],
    repositories: [],
    redirects: [],
    tokens: [],
  };
}
