// Tokens under the console's role, over a real S3 that holds the role to its policy: who is first, what was put there past it, and
// what the role itself cannot do.
import { GetObjectCommand, ListObjectVersionsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { S3ObjectStore } from "@/lib/adapters/s3/s3-object-store";
import type { TokenId } from "@/lib/domain/api-token/token-text";
import { NOBODY_ELSE, TWO_PEOPLE_ACTS } from "@/lib/domain/approval/two-people";
import { tokenKey } from "@/lib/domain/bucket-keys";
import { hasCode } from "@/lib/domain/errors";
import { IGOR, INES, OMAR } from "@/lib/testing/people";
import { BUCKETS, REGION } from "@/sandbox/names";
import { rolePrincipal } from "@/sandbox/roles";
import { ADMIN } from "@/sandbox/shared/principals";
import { TestSandbox } from "@/sandbox/testing/test-sandbox";
import { SignOuts } from "../sign-outs";
import { approveToken, revokeToken } from "./end-token";
import { listTokens } from "./list-tokens";
import { makeToken } from "./make-token";
import { recogniseToken, TokenUses } from "./recognise-token";
import { noteStanding } from "./standings";

let box: TestSandbox;
let records: S3ObjectStore;
let root: S3Client;
beforeAll(async () => {
  box = await TestSandbox.start([]);
  const { accessKeyId, secretAccessKey } = rolePrincipal("console");
  process.env.AWS_ACCESS_KEY_ID = accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = secretAccessKey;
  const endpoint = box.urls.s3;
  records = new S3ObjectStore({ bucket: BUCKETS.records, region: REGION, endpoint, firstPauseMs: 1 });
  root = new S3Client({ endpoint, region: REGION, credentials: ADMIN, forcePathStyle: true });
}, 120_000);
afterEach(() => box.clearFaults());
afterAll(() => box.stop());

const make = (by = OMAR, twoPeople = NOBODY_ELSE) =>
  makeToken(
    { records, twoPeople },
    { name: "nightly", scope: by === OMAR ? "operate" : "admin", days: 30 },
    by,
    new Date(),
  );

async function asked(text: string): Promise<string> {
  try {
    const found = await recogniseToken(records, text, new Date());
    return "refusal" in found ? found.refusal.code : found.role;
  } catch (error) {
    return hasCode(error, "record-invalid", "api-token-invalid", "storage-unreachable", "storage-denied")
      ? error.code
      : String(error);
  }
}

/** As an administrator of the account does it, past the role. */
const putAs = (Key: string, value: unknown) =>
  root.send(new PutObjectCommand({ Bucket: BUCKETS.records, Key, Body: JSON.stringify(value) }));
async function stored(key: string): Promise<Record<string, unknown>> {
  const { Body } = await root.send(new GetObjectCommand({ Bucket: BUCKETS.records, Key: key }));
  return JSON.parse((await Body?.transformToString()) ?? "");
}

test("two who revoke at once: one name stays, both are told so, and the token is refused from then on", async () => {
  const { token, row } = await make();
  expect(await asked(token)).toBe("operator");
  const both = await Promise.all([OMAR, INES, IGOR].map((by) => revokeToken({ records }, row.id, by, new Date())));
  expect(new Set(both.map(({ revoked }) => revoked?.by.login)).size).toBe(1);
  expect(both.map(({ state }) => state)).toEqual(["revoked", "revoked", "revoked"]);
  const { Versions = [] } = await root.send(
    new ListObjectVersionsCommand({ Bucket: BUCKETS.records, Prefix: tokenKey(row.id, "revocation") }),
  );
  expect([Versions.length, await asked(token)]).toEqual([1, "api-token-revoked"]);
});

test("of one who approves and one who revokes at once the revocation counts", async () => {
  const { token, row } = await make(INES, { ...NOBODY_ELSE, acts: TWO_PEOPLE_ACTS });
  expect(await asked(token)).toBe("api-token-waiting");
  await Promise.allSettled([
    approveToken({ records }, row.id, IGOR, new Date()),
    revokeToken({ records }, row.id, INES, new Date()),
  ]);
  expect(await asked(token)).toBe("api-token-revoked");
});

test("the role writes each word once: no other scope, no revocation taken back, by whatever the process says", async () => {
  const { row } = await make();
  await revokeToken({ records }, row.id, OMAR, new Date());
  for (const file of ["token", "revocation"] as const) {
    await expect(records.put(tokenKey(row.id, file), "{}")).rejects.toMatchObject({ code: "storage-denied" });
    await expect(records.put(tokenKey(row.id, file), "{}", { onlyIf: "absent" })).rejects.toMatchObject({
      code: "object-exists",
    });
  }
});

test("a record that was changed past the role is no token any more; one that was made up has no secret anybody knows", async () => {
  const { token, row } = await make();
  const key = tokenKey(row.id, "token");
  const record = await stored(key);
  await putAs(key, { ...record, scope: "admin" });
  expect(await asked(token)).toBe("api-token-invalid");
  await putAs(key, record);
  expect(await asked(token)).toBe("operator");
  await putAs(tokenKey("aaaaaaaaaaaa" as TokenId, "token"), record);
  const { tokens, unreadable } = await listTokens({ records }, new Date());
  expect(tokens.some(({ id }) => id === row.id)).toBe(true);
  expect(unreadable).toMatchObject([{ id: "aaaaaaaaaaaa", problem: { code: "record-invalid" } }]);
});

test("what lies among the tokens and is none is in nobody's way", async () => {
  const { token } = await make();
  await putAs("tokens/README.txt", "hello");
  await putAs("tokens/%2e%2e/token.json", {});
  await putAs("tokens/bbbbbbbbbbbb/notes/token.json", {});
  const { tokens } = await listTokens({ records }, new Date());
  expect(tokens.map(({ id }) => id)).not.toContain("bbbbbbbbbbbb");
  expect(await asked(token)).toBe("operator");
});

test("its maker's sign-out and standing are read as the role has written them; a use leaves a day", async () => {
  const { token, row } = await make(INES);
  await noteStanding(records, INES.id, { role: "operator" }, new Date());
  expect(await asked(token)).toBe("operator");
  await new TokenUses(records).note(row.id, new Date());
  const { tokens } = await listTokens({ records }, new Date());
  expect(tokens.find(({ id }) => id === row.id)?.used).toBe(new Date().toISOString().slice(0, 10));
  await new SignOuts(records).end(INES.id, new Date());
  expect(await asked(token)).toBe("api-token-maker");
});

test.each([
  ["away", { kind: "status", status: 503, body: "<Error><Code>SlowDown</Code></Error>" }],
  ["forbidden", { kind: "status", status: 403, body: "<Error><Code>AccessDenied</Code></Error>" }],
] as const)("nobody comes in while the records are %s", async (_, action) => {
  const { token } = await make();
  for (const folder of ["tokens", "standings", "sessions"]) {
    await box.fault("s3", { match: { path: `^/${BUCKETS.records}/${folder}/` }, action, times: 0 });
    expect(await asked(token), folder).toMatch(/^storage-/);
    await box.clearFaults();
  }
  expect(await asked(token)).toBe("operator");
});
