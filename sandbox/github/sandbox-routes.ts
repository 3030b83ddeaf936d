import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { Github } from "./github";
import { limitsSchema } from "./limits";
import { readBody } from "./read-body";
import { repositoryName, sameName } from "./repository-names";
import { fullRepository } from "./rest/shapes/repositories";
import { allowSecret, changeOrganisation } from "./sandbox-policies";
import { check, Refusal } from "./sandbox-request";
import { newId } from "./seed";
import type { Repository } from "./state";

const repositorySchema = z.strictObject({
  organisation: z.string(),
  name: z.string(),
  private: z.boolean().optional(),
  internal: z.boolean().optional(),
  description: z.string().nullable().optional(),
  topics: z.array(z.string()).optional(),
  archived: z.boolean().optional(),
  hasWiki: z.boolean().optional(),
  /** false lifts the block. */
  blocked: z.union([z.boolean(), z.strictObject({ reason: z.string() })]).optional(),
  rules: z.array(z.strictObject({ pattern: z.string(), reason: z.string() })).optional(),
  createdBy: z.string().optional(),
  createdAt: z.iso.datetime().optional(),
  renameTo: z.string().optional(),
  transferTo: z.string().optional(),
  delete: z.boolean().optional(),
});

const peopleSchema = z.strictObject({
  login: z.string(),
  name: z.string().optional(),
  email: z.string().optional(),
  /** With a role (null: out of it). */
  organisation: z.string().optional(),
  role: z.enum(["admin", "member"]).nullable().optional(),
  /** The slugs of the teams of `organisation` the person is in, and no others. */
  teams: z.array(z.string()).optional(),
});

const tokensSchema = z.union([
  z.strictObject({ expireAll: z.literal(true) }),
  z.strictObject({ lifetimeSeconds: z.int().positive() }),
  z.strictObject({ person: z.string(), scopes: z.array(z.string()) }),
]);

const installationsSchema = z.strictObject({
  app: z.string(),
  account: z.string(),
  repositories: z.union([z.literal("all"), z.array(z.string())]).optional(),
  permissions: z.record(z.string(), z.string()).optional(),
  suspended: z.boolean().optional(),
});

type Handler = (github: Github, body: unknown) => Promise<unknown>;

/** What an administrator of GitHub could do and no API lets a test do. */
const handlers: Record<string, Handler> = {
  "GET health": async () => ({ status: "ok" }),
  "GET limits": async ({ limits }) => limits,
  "POST limits": async (github, body) => {
    Object.assign(github.limits, check(limitsSchema.partial(), body));
    github.rateLimits.reset();
    return github.limits;
  },
  "POST tokens": async (github, body) => {
    const wanted = check(tokensSchema, body);
    if ("person" in wanted) {
      const person = github.state.people.find((each) => sameName(each.login, wanted.person));
      if (!person) throw new Refusal(`there is nobody called ${wanted.person}; POST /_sandbox/people adds people`);
      return { token: await github.tokens.mintForPerson(person.login, wanted.scopes) };
    }
    if ("expireAll" in wanted) await github.tokens.expireAll();
    else github.limits.tokenLifetimeSeconds = wanted.lifetimeSeconds;
    return { lifetimeSeconds: github.limits.tokenLifetimeSeconds };
  },
  "POST people": changePerson,
  "POST installations": changeInstallation,
  "POST repositories": changeRepository,
  "POST organisations": changeOrganisation,
  "POST allowed-secrets": allowSecret,
};

/** Serves `/_sandbox/*`, faults excepted. */
export async function serveSandbox(github: Github, req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
  const handler = handlers[`${req.method} ${url.pathname.slice("/_sandbox/".length)}`];
  const text = await readBody(req);
  const send = (status: number, value: unknown) => {
    res.writeHead(status, { "content-type": "application/json; charset=utf-8" });
    res.end(JSON.stringify(value));
  };
  if (!handler) return send(404, { message: `known here: ${Object.keys(handlers).join(", ")}` });
  try {
    send(200, await handler(github, text === "" ? {} : JSON.parse(text)));
  } catch (error) {
    if (!(error instanceof Refusal) && !(error instanceof SyntaxError)) throw error;
    send(400, { message: error.message });
  }
}

async function changePerson(github: Github, body: unknown) {
  const wanted = check(peopleSchema, body);
  const { state } = github;
  let person = state.people.find((each) => sameName(each.login, wanted.login));
  if (!person) {
    const { login, name = login, email = `${login}@example.com` } = wanted;
    person = { login, id: newId(state), name, email, organisations: {}, createdAt: github.now().toISOString() };
    state.people.push(person);
  }
  const { organisation, role, teams } = wanted;
  if (organisation !== undefined) {
    if (role) person.organisations[organisation] = role;
    if (role === null) delete person.organisations[organisation];
    const { login } = person;
    for (const team of state.teams.filter((each) => sameName(each.organisation, organisation))) {
      const others = team.members.filter((member) => !sameName(member, login));
      if (teams) team.members = teams.includes(team.slug) ? [...others, login] : others;
      else if (role === null) team.members = others;
    }
  }
  await github.save();
  return person;
}

async function changeInstallation(github: Github, body: unknown) {
  const wanted = check(installationsSchema, body);
  const app = github.state.apps.find((each) => each.slug === wanted.app);
  if (!app) throw new Refusal(`there is no App ${wanted.app}; there are ${github.state.apps.map(({ slug }) => slug)}`);
  let installation = app.installations.find((each) => sameName(each.account, wanted.account));
  if (!installation) {
    const createdAt = github.now().toISOString();
    installation = { id: newId(github.state), account: wanted.account, repositories: "all", createdAt };
    app.installations.push(installation);
  }
  if (wanted.repositories) installation.repositories = wanted.repositories;
  if (wanted.permissions) installation.permissions = wanted.permissions;
  if (wanted.suspended === true) installation.suspendedAt = github.now().toISOString();
  if (wanted.suspended === false) delete installation.suspendedAt;
  await github.save();
  return installation;
}

async function changeRepository(github: Github, body: unknown) {
  const {
    organisation,
    name,
    blocked,
    renameTo,
    transferTo,
    delete: remove,
    ...settings
  } = check(repositorySchema, body);
  const verdict = repositoryName(name);
  if ("refusal" in verdict) throw new Refusal(`${verdict.refusal}; choose another name`);
  const found = github.repositories.find(organisation, verdict.name);
  const made = { organisation, name: verdict.name, createdBy: "the sandbox" };
  const repository: Repository = found ?? (await github.repositories.create(made));
  Object.assign(repository, settings);
  if (blocked === false) delete repository.blocked;
  else if (blocked !== undefined) {
    const reason = blocked === true ? "dmca" : blocked.reason;
    repository.blocked = { reason, createdAt: github.now().toISOString() };
  }
  await github.save();
  if (renameTo !== undefined || transferTo !== undefined) {
    const to = { organisation: transferTo ?? repository.organisation, name: renameTo ?? repository.name };
    if (github.repositories.find(to.organisation, to.name)) {
      throw new Refusal(`${to.organisation}/${to.name} exists already; delete it first or choose another name`);
    }
    await github.repositories.rename(repository, to);
  }
  if (remove) {
    await github.repositories.remove(repository);
    return { deleted: repository.id };
  }
  return fullRepository(github, { kind: "anonymous" }, repository);
}
