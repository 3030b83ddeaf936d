import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { GithubState, OrganisationRole } from "./state";

/** Who and what exists at the start. Repositories are not part of it: they are what stands on the disk. */
export interface GithubSeed {
  organisations: { login: string; id: number; name?: string }[];
  people: {
    login: string;
    id: number;
    name: string;
    email: string;
    organisations: Record<string, OrganisationRole>;
  }[];
  teams: { organisation: string; slug: string; name: string; members: string[] }[];
  apps: {
    id: number;
    slug: string;
    name: string;
    /** Made when not given. */
    privateKeyPem?: string;
    permissions: Record<string, string>;
    installations: { id: number; account: string; repositories: "all" | string[] }[];
  }[];
  oauthApps: { clientId: string; clientSecret: string; name: string }[];
}

/** Adds to `state` what `seed` has and it lacks. What is there stays as it is: people may have changed it since. */
export async function applySeed(state: GithubState, seed: GithubSeed, now: Date): Promise<void> {
  const createdAt = now.toISOString();
  addMissing(state.organisations, seed.organisations, "login", (each) => ({ name: each.login, createdAt, ...each }));
  addMissing(state.people, seed.people, "login", (each) => ({ ...each, createdAt }));
  for (const team of seed.teams) {
    const same = state.teams.some((each) => each.organisation === team.organisation && each.slug === team.slug);
    if (!same) state.teams.push({ ...team, id: newId(state) });
  }
  addMissing(state.oauthApps, seed.oauthApps, "clientId", (each) => each);
  for (const app of seed.apps) {
    const known = state.apps.find((each) => each.id === app.id);
    const installations = app.installations.map((each) => ({ ...each, createdAt }));
    if (known) addMissing(known.installations, installations, "id", (each) => each);
    else {
      const privateKeyPem = app.privateKeyPem ?? (await newPrivateKey());
      state.apps.push({ ...app, clientId: `Iv1.${app.slug}`, privateKeyPem, createdAt, installations });
    }
  }
}

/** A number no organisation, person, team, repository or installation has. */
export function newId(state: GithubState): number {
  const taken = [
    ...state.organisations,
    ...state.people,
    ...state.teams,
    ...state.repositories,
    ...state.apps.flatMap((app) => app.installations),
  ].map(({ id }) => id);
  state.lastId = Math.max(state.lastId, ...taken) + 1;
  return state.lastId;
}

function addMissing<Have, Seed, Key extends keyof Have & keyof Seed>(
  have: Have[],
  seeds: Seed[],
  key: Key,
  make: (seed: Seed) => Have,
): void {
  for (const seed of seeds) {
    if (!have.some((each) => String(each[key]) === String(seed[key]))) have.push(make(seed));
  }
}

/** In the form GitHub hands out: PKCS#1. */
async function newPrivateKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs1", format: "pem" }).toString();
}
