import { afterEach, expect, test, vi } from "vitest";

vi.mock("server-only", () => ({}));
const { settings } = await import("./settings");

const SECRETS = {
  NEXTAUTH_SECRET: "correct-horse-battery-staple-new-1 correct-horse-battery-staple-old-0",
  GITHUB_OAUTH_CLIENT_SECRET: "0123456789abcdef0123456789abcdef01234567",
};

afterEach(() => vi.unstubAllEnvs());

test("the console's secrets are in its settings, no more in its environment, and never in what it writes", () => {
  const variables: Record<string, string> = {
    AWS_REGION: "us-east-1",
    S3_BUCKET: "b",
    RECORDS_BUCKET: "r",
    NEXTAUTH_URL: "https://holdfast.example",
    GITHUB_OAUTH_CLIENT_ID: "Iv1.x",
    ACCESS_ORGANISATION: "acme",
    ECS_CLUSTER: "holdfast",
    ECS_BACKUP_TASK: "holdfast-backup",
    ECS_RESTORE_TASK: "holdfast-restore",
    ECS_VERIFY_TASK: "holdfast-verify",
    SCHEDULE_NAME: "holdfast-backup",
    ...SECRETS,
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const written: string[] = [];
  const real = { out: process.stdout.write, error: process.stderr.write };
  const keep = (text: string | Uint8Array) => written.push(String(text)) > 0;
  Object.assign(process.stdout, { write: keep });
  Object.assign(process.stderr, { write: keep });
  try {
    const first = settings();
    expect(first.NEXTAUTH_SECRET).toEqual(SECRETS.NEXTAUTH_SECRET.split(" "));
    expect(first.GITHUB_OAUTH_CLIENT_SECRET).toBe(SECRETS.GITHUB_OAUTH_CLIENT_SECRET);
    // Whoever asks again gets the same, though the environment has it no more.
    expect(settings()).toBe(first);
    for (const name of Object.keys(SECRETS)) expect(process.env).not.toHaveProperty(name);
    process.stdout.write(`an error with ${SECRETS.GITHUB_OAUTH_CLIENT_SECRET}\n`);
    process.stderr.write(JSON.stringify({ environment: SECRETS }));
  } finally {
    Object.assign(process.stdout, { write: real.out });
    Object.assign(process.stderr, { write: real.error });
  }
  expect(written).toHaveLength(2);
  for (const secret of Object.values(SECRETS).flatMap((each) => each.split(" ")))
    expect(written.join("")).not.toContain(secret);
});
