import { expect, test } from "vitest";
import { backupEnvironment, consoleEnvironment } from "./env";
import { isStandby } from "./env-rules";
import { oidcSettings } from "./oidc-variables";
import { describeVariables, parse } from "./read-environment";

const dropIn = {
  GITHUB_APP_ID: "1",
  GITHUB_APP_INSTALLATION_ID: "2",
  GITHUB_APP_KEY_SECRET_ARN: "arn:aws:secretsmanager:eu-west-1:1:secret:k",
  S3_BUCKET: "b",
  AWS_DEFAULT_REGION: "eu-west-1",
};

const signingIn = {
  NEXTAUTH_URL: "https://holdfast.example",
  NEXTAUTH_SECRET: "x".repeat(32),
  GITHUB_OAUTH_CLIENT_ID: "id",
  GITHUB_OAUTH_CLIENT_SECRET: "secret",
};

const GITHUB_COM = { GITHUB_API_URL: "https://api.github.com", GITHUB_SERVER_URL: "https://github.com" };

test("the InfraHouse container's five variables are enough", () => {
  expect(parse(backupEnvironment, dropIn)).toMatchObject({
    AWS_REGION: "eu-west-1",
    GITHUB_APP_INSTALLATION_ID: 2,
    GITHUB_API_URL: "https://api.github.com",
    ROOT_PREFIX: "github-backup",
    RUN_TRIGGER: "schedule",
  });
});

test("every missing and wrong variable is told at once, with its meaning", () => {
  const wrong = () =>
    parse(backupEnvironment, { ...dropIn, S3_BUCKET: "", GITHUB_APP_ID: "one", GITHUB_API_URL: "not a url" });
  expect(wrong).toThrow(/S3_BUCKET is missing \(bucket the backups go to/);
  expect(wrong).toThrow(/GITHUB_APP_ID is wrong: .*numeric id of the backup GitHub App/);
  expect(wrong).toThrow(/GITHUB_API_URL is wrong/);
});

test("a console has tasks for backups and proofs, or neither: a standby; half of them is a mistake", () => {
  const tasks = (set: Record<string, string>) => {
    const env = { S3_BUCKET: "b", AWS_REGION: "r", RECORDS_BUCKET: "r", ACCESS_ORGANISATION: "acme", ...signingIn };
    return () => parse(consoleEnvironment, { ...env, ECS_CLUSTER: "c", ECS_RESTORE_TASK: "restore", ...set });
  };
  expect(isStandby(tasks({ ECS_BACKUP_TASK: "b", ECS_VERIFY_TASK: "v" })())).toBe(false);
  expect(isStandby(tasks({})())).toBe(true);
  expect(tasks({ ECS_BACKUP_TASK: "b" })).toThrow(/ECS_BACKUP_TASK is wrong: it is set without ECS_VERIFY_TASK/);
  expect(tasks({ ECS_VERIFY_TASK: "v" })).toThrow(/ECS_VERIFY_TASK is wrong: it is set without ECS_BACKUP_TASK/);
});

test("lists and addresses are normalised", () => {
  const enterprise = { GITHUB_API_URL: "https://ghe.example/api/v3/", GITHUB_SERVER_URL: "https://ghe.example/" };
  const env = parse(backupEnvironment, { ...dropIn, ...enterprise });
  expect(env.GITHUB_SERVER_URL).toBe("https://ghe.example");
  expect(env.GITHUB_API_URL).toBe("https://ghe.example/api/v3");
});

test.each([
  [{ GITHUB_API_URL: "https://ghe.example/api/v3" }, "GITHUB_SERVER_URL is missing (web and git address"],
  [{ GITHUB_SERVER_URL: "https://acme.ghe.com" }, "GITHUB_API_URL is missing (REST address"],
  [
    { GITHUB_API_URL: "https://ghe.example/api/v3", GITHUB_SERVER_URL: "https://github.com/" },
    "GITHUB_SERVER_URL is wrong: https://ghe.example/api/v3 and https://github.com are not of one GitHub",
  ],
])("%j would send one GitHub's tokens to another, and is refused", (half, words) => {
  for (const schema of [backupEnvironment, consoleEnvironment]) {
    const required = describeVariables(schema).filter((each) => each.required);
    const filled = Object.fromEntries(required.map(({ name }) => [name, "x".repeat(32)]));
    const fitting = { ...filled, ...dropIn, NEXTAUTH_URL: "https://holdfast.example" };
    expect(() => parse(schema, { ...fitting, ...GITHUB_COM })).not.toThrow();
    expect(() => parse(schema, { ...fitting, GITHUB_API_URL: "", GITHUB_SERVER_URL: "", ...half })).toThrow(words);
  }
});

test.each([
  "http://169.254.169.254",
  "http://2852039166",
  "http://0xa9fea9fe/latest",
  "http://[::ffff:169.254.169.254]",
  "http://[fd00:ec2::254]",
  "https://0.0.0.0",
  "https://user:password@ghe.example",
])("no server of GitHub is %s", (address) => {
  const servers = { GITHUB_API_URL: address, GITHUB_SERVER_URL: address };
  expect(() => parse(backupEnvironment, { ...dropIn, ...servers })).toThrow(
    /GITHUB_API_URL is wrong.*\n.*GITHUB_SERVER_URL is wrong/,
  );
});

test("an Enterprise Server may stand in a private network, and on this machine", () => {
  for (const address of ["https://10.0.0.5", "http://127.0.0.1:4801", "http://localhost:4801"])
    expect(parse(backupEnvironment, { ...dropIn, GITHUB_API_URL: address, GITHUB_SERVER_URL: address })).toBeTruthy();
});

test("refs to leave out are patterns; `none` leaves out nothing; branches cannot be left out", () => {
  const excluded = (EXCLUDE_REFS?: string) => parse(backupEnvironment, { ...dropIn, EXCLUDE_REFS }).EXCLUDE_REFS;
  expect(excluded()).toEqual(["refs/pull/*/merge"]);
  expect(excluded("none")).toEqual([]);
  expect(excluded(" refs/pull/*, refs/tags/nightly-* ")).toEqual(["refs/pull/*", "refs/tags/nightly-*"]);
  expect(() => excluded("refs/pull/*,refs/heads/tmp/*")).toThrow(
    "EXCLUDE_REFS is wrong: refs/heads/tmp/* would leave out branches; they always belong to a backup (refs that are not",
  );
});

test("every variable of every process says what it means", () => {
  for (const schema of [backupEnvironment, consoleEnvironment]) {
    for (const { name, meaning } of describeVariables(schema)) expect(meaning, name).not.toBe("");
  }
});

test("a session secret is one, or the new and the old one with a space between; a short one is refused", () => {
  const shape = consoleEnvironment.shape.NEXTAUTH_SECRET;
  const [one, other] = ["a".repeat(32), "b".repeat(40)];
  expect(shape.parse(one)).toEqual([one]);
  expect(shape.parse(` ${other}\n${one} `)).toEqual([other, one]);
  for (const short of ["short", `${one} short`, " "]) expect(() => shape.parse(short)).toThrow("32 characters");
});

test("an identity provider is configured as a whole or not at all, and signs with a key of its own", () => {
  const buckets = { S3_BUCKET: "b", AWS_REGION: "r", RECORDS_BUCKET: "r" };
  const fitting = { ...buckets, ACCESS_ORGANISATION: "acme", ...signingIn, ECS_CLUSTER: "c", ECS_RESTORE_TASK: "r" };
  const oidc = { OIDC_ISSUER: "https://idp.example/", OIDC_CLIENT_ID: "c", OIDC_CLIENT_SECRET: "s" };
  const settings = (more: object) => oidcSettings(parse(consoleEnvironment, { ...fitting, ...more }));
  expect(settings({})).toBeUndefined();
  expect(settings(oidc)).toMatchObject({ issuer: "https://idp.example", claim: "groups", algorithm: "RS256" });
  for (const name of Object.keys(oidc))
    expect(() => settings({ ...oidc, [name]: "" })).toThrow(new RegExp(`${name} is missing`));
  for (const OIDC_SIGNING_ALG of ["none", "HS256"]) expect(() => settings({ ...oidc, OIDC_SIGNING_ALG })).toThrow();
});
