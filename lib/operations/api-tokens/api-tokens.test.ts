import { beforeEach, describe, expect, test } from "vitest";
import { MOST_TOKENS } from "@/lib/domain/api-token/api-token";
import type { TokenScope } from "@/lib/domain/api-token/token-scope";
import { idOfToken, type TokenId, tokenText } from "@/lib/domain/api-token/token-text";
import type { NamedPerson } from "@/lib/domain/approval/approval";
import { NOBODY_ELSE, TWO_PEOPLE_ACTS } from "@/lib/domain/approval/two-people";
import { standingKey, tokenKey } from "@/lib/domain/bucket-keys";
import { AppError, type ErrorCode } from "@/lib/domain/errors";
import { personIdAt } from "@/lib/domain/person-id-schema";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { IGOR, INES, OLGA, OMAR } from "@/lib/testing/people";
import { SignOuts } from "../sign-outs";
import { approveToken, revokeToken } from "./end-token";
import { listTokens } from "./list-tokens";
import { makeToken } from "./make-token";
import { recogniseToken, TokenUses } from "./recognise-token";
import { noteStanding } from "./standings";
import { tokenHash } from "./token-hash";

const START = new Date("2026-04-16T09:00:00.000Z");
const days = (count: number) => new Date(START.getTime() + count * 86_400_000);
const RULE = { ...NOBODY_ELSE, acts: TWO_PEOPLE_ACTS };
let records: MemoryObjectStore;
beforeEach(() => {
  records = new MemoryObjectStore("records");
});

async function made(
  by: NamedPerson = OMAR,
  scope: TokenScope = "operate",
  more: { days?: number; rule?: typeof RULE } = {},
) {
  const { token, row } = await makeToken(
    { records, twoPeople: more.rule ?? NOBODY_ELSE },
    { name: "nightly", scope, days: more.days ?? 30 },
    by,
    START,
  );
  return { text: token, id: row.id, row };
}

/** `operator`, as which it is let in, or the code of the refusal. */
async function asked(text: string, now = days(1)): Promise<string> {
  const found = await recogniseToken(records, text, now);
  return "refusal" in found ? found.refusal.code : found.role;
}

const stored = async (id: TokenId) => JSON.parse((await records.readText(tokenKey(id, "token"))).text);
const code = (wanted: ErrorCode) => expect.objectContaining({ code: wanted });

describe("a token", () => {
  test("opens what its scope says, from when it is made until it ends", async () => {
    const { text, row } = await made();
    expect(row).toMatchObject({ state: "active", made_by: OMAR, expires_at: days(30).toISOString() });
    expect(await asked(text)).toBe("operator");
    expect(await asked(text, new Date(days(30).getTime() - 1))).toBe("operator");
    expect(await asked(text, days(30))).toBe("api-token-expired");
  });

  test("is written down nowhere: its hash is", async () => {
    const { text } = await made();
    for await (const { key } of records.list("")) {
      const { text: content } = await records.readText(key);
      expect(content).not.toContain(text.slice(16));
      expect(content).not.toContain(text.slice(-20));
    }
  });

  test("of another secret is none, and says no more than one that is not there", async () => {
    const { id } = await made();
    const found = await recogniseToken(records, tokenText(id, new Uint8Array(32).fill(1)), days(1));
    const refusal = "refusal" in found ? found.refusal : undefined;
    const missing = recogniseToken(records, tokenText("zzzzzzzzzzzz" as TokenId, new Uint8Array(32).fill(1)), days(1));
    await expect(missing).rejects.toEqual(code("api-token-invalid"));
    await expect(missing).rejects.toThrow(refusal?.message);
    await expect(recogniseToken(records, "hf_x", days(1))).rejects.toEqual(code("api-token-invalid"));
  });

  test.each([
    ["its scope", { scope: "admin" }],
    ["its end", { expires_at: "2099-01-01T00:00:00.000Z" }],
    ["its maker", { made_by: INES }],
    ["its name", { name: "other" }],
    ["the second person it needs", { needs_second: true }],
    ["when it was made", { made_at: "2099-01-01T00:00:00.000Z" }],
  ])("is refused when %s was changed in the bucket", async (_, change) => {
    const { text, id } = await made();
    await records.put(tokenKey(id, "token"), JSON.stringify({ ...(await stored(id)), ...change }));
    expect(await asked(text)).toBe("api-token-invalid");
  });

  test("that was carried into another one's folder is refused", async () => {
    const [one, other] = [await made(), await made(INES, "admin")];
    await records.put(tokenKey(one.id, "token"), JSON.stringify(await stored(other.id)));
    await expect(asked(one.text)).rejects.toEqual(code("record-invalid"));
  });

  test("opens nothing while the records are away, and says why", async () => {
    const { text } = await made();
    records.failure = new AppError("storage-unreachable", { bucket: "records", detail: "no" });
    await expect(asked(text)).rejects.toEqual(code("storage-unreachable"));
  });

  test.each(["revocation", "approval"] as const)("whose %s cannot be read opens nothing", async (file) => {
    const { text, id } = await made();
    await records.put(tokenKey(id, file), "{}");
    await expect(asked(text)).rejects.toEqual(code("record-invalid"));
  });
});

describe("the maker of a token", () => {
  test("who signs out everywhere stops it for good, and a token made afterwards is good", async () => {
    const { text } = await made();
    await new SignOuts(records).end(OMAR.id, days(1));
    expect(await asked(text, days(2))).toBe("api-token-maker");
    const { tokens } = await listTokens({ records }, days(2));
    expect(tokens[0]).toMatchObject({ state: "stopped", problem: { message: expect.stringContaining("signed out") } });
  });

  test("who loses a role takes it from the token, at once; and gives it back", async () => {
    const { text } = await made(INES, "admin");
    await noteStanding(records, INES.id, { role: "viewer" }, days(1));
    expect(await asked(text)).toBe("viewer");
    await noteStanding(records, INES.id, { refusal: new AppError("access-refused") }, days(1));
    expect(await asked(text)).toBe("api-token-maker");
    await noteStanding(records, INES.id, { role: "admin" }, days(1));
    expect(await asked(text)).toBe("admin");
  });

  test("who rises gives the token no more than its scope", async () => {
    const { text } = await made(OMAR, "read");
    await noteStanding(records, OMAR.id, { role: "admin" }, days(1));
    expect(await asked(text)).toBe("viewer");
  });

  test("of whom nobody could say anything is as before: GitHub may have been away", async () => {
    const { text } = await made();
    await noteStanding(records, OMAR.id, { refusal: new AppError("github-unreachable") }, days(1));
    expect(await asked(text)).toBe("operator");
  });

  test("who is not seen for a month stops it until they come back", async () => {
    const { text } = await made(OMAR, "operate", { days: 90 });
    expect(await asked(text, days(30))).toBe("operator");
    expect(await asked(text, days(31))).toBe("api-token-maker");
    await noteStanding(records, OMAR.id, { role: "operator" }, days(31));
    expect(await asked(text, days(40))).toBe("operator");
  });

  test("whose standing was taken out of the bucket has none", async () => {
    const { text } = await made();
    await records.put(standingKey(OMAR.id), "{}");
    await expect(asked(text)).rejects.toEqual(code("record-invalid"));
  });

  test("of whoever makes no token nothing is kept", async () => {
    await noteStanding(records, OLGA.id, { role: "operator" }, days(1));
    await expect(records.readText(standingKey(OLGA.id))).rejects.toEqual(code("object-missing"));
  });

  test("has at most so many that can be used", async () => {
    const first = await made();
    for (let count = 1; count < MOST_TOKENS; count++) await made();
    await expect(made()).rejects.toEqual(code("api-tokens-too-many"));
    await made(OLGA);
    await revokeToken({ records }, first.id, OMAR, START);
    await made();
  });
});

describe("revoking", () => {
  test("is for whoever made it, and for administrators; the first one's name stays", async () => {
    const { text, id } = await made();
    await expect(revokeToken({ records }, id, OLGA, days(1))).rejects.toEqual(code("not-allowed"));
    expect(await revokeToken({ records }, id, OMAR, days(1))).toMatchObject({
      state: "revoked",
      revoked: { by: OMAR },
    });
    expect(await revokeToken({ records }, id, INES, days(2))).toMatchObject({ revoked: { by: OMAR } });
    expect(await asked(text)).toBe("api-token-revoked");
  });
});

describe("a token that two people have to agree on", () => {
  test("waits for another administrator, who is none of: its maker, an operator, somebody of another directory", async () => {
    const { text, id, row } = await made(INES, "admin", { rule: RULE });
    expect([row.state, await asked(text)]).toEqual(["waiting", "api-token-waiting"]);
    const elsewhere = { id: personIdAt("https://idp.example", "7"), login: "ines@acme", role: "admin" as const };
    for (const [person, wanted] of [
      [INES, "api-token-own"],
      [OMAR, "not-allowed"],
      [elsewhere, "approval-other-directory"],
    ] as const)
      await expect(approveToken({ records }, id, person, days(1))).rejects.toEqual(code(wanted));
    expect(await approveToken({ records }, id, IGOR, days(1))).toMatchObject({
      state: "active",
      approved: { by: IGOR },
    });
    expect(await asked(text)).toBe("admin");
    await expect(approveToken({ records }, id, IGOR, days(2))).rejects.toEqual(code("api-token-closed"));
  });

  test("is not one of a lesser scope, nor where the rule is off", async () => {
    expect((await made(INES, "operate", { rule: RULE })).row.state).toBe("active");
    expect((await made(INES, "admin")).row.state).toBe("active");
  });

  test.each([
    ["its maker's own", { by: INES }],
    ["an operator's", { by: OMAR }],
    ["one of another token", { hash: "0".repeat(64) }],
  ])("is not opened by a word that was written past the console: %s", async (_, change) => {
    const { text, id } = await made(INES, "admin", { rule: RULE });
    const { hash } = await stored(id);
    const word = { version: 1, hash, by: IGOR, at: days(1).toISOString(), ...change };
    await records.put(tokenKey(id, "approval"), JSON.stringify(word));
    expect(await asked(text)).toBe("api-token-waiting");
  });

  test("is revoked before it was ever approved", async () => {
    const { id } = await made(INES, "admin", { rule: RULE });
    await revokeToken({ records }, id, INES, days(1));
    await expect(approveToken({ records }, id, IGOR, days(2))).rejects.toEqual(code("api-token-closed"));
  });
});

test("the list shows what cannot be read, and no folder that is none of ours", async () => {
  const { id } = await made();
  await records.put(`tokens/${"a".repeat(12)}/token.json`, "no json");
  await records.put(`tokens/${"b".repeat(12)}/revocation.json`, "{}");
  await records.put("tokens/../x/token.json", "{}");
  await records.put("tokens/README.txt", "hello");
  const { tokens, unreadable } = await listTokens({ records }, START);
  expect(tokens.map((each) => each.id)).toEqual([id]);
  expect(unreadable).toMatchObject([{ id: "a".repeat(12), problem: { code: "record-invalid" } }]);
});

test("its last day of use is written once a day, and nobody waits for it", async () => {
  const { id } = await made();
  const uses = new TokenUses(records);
  await uses.note(id, days(1));
  const used = async () => (await listTokens({ records }, days(1))).tokens[0]?.used;
  expect(await used()).toBe("2026-04-17");
  await uses.note(id, days(2));
  expect(await used()).toBe("2026-04-18");
});

test("a hash is of the token and of its facts: the same in another order, another with any other fact", async () => {
  const { id } = await made();
  const { hash: _, ...facts } = await stored(id);
  const turned = Object.fromEntries(Object.entries(facts).reverse()) as typeof facts;
  const text = tokenText(id, new Uint8Array(32));
  expect(tokenHash(text, turned)).toBe(tokenHash(text, facts));
  expect(idOfToken(text)).toBe(id);
});
