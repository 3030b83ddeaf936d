import { createServer } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type RunningOidc, startOidc } from "@/sandbox/oidc/oidc-server";
import { signInAt } from "@/sandbox/oidc/sign-in-at";
import { closeServer, listenOnLoopback } from "@/sandbox/shared/listen";
import { OidcDirectory } from "./oidc-directory";

const CLIENT = { clientId: "holdfast", clientSecret: "a-secret-of-the-provider" };

describe("an identity provider", () => {
  let oidc: RunningOidc;
  let directory: OidcDirectory;
  let token: string;
  beforeAll(async () => {
    oidc = await startOidc({ ...CLIENT, people: [{ sub: "00u1", name: "Nora", groups: ["ops"] }] });
  });
  beforeEach(async () => {
    Object.assign(oidc, { groupsIn: "both", userinfoStatus: undefined });
    directory = new OidcDirectory(oidc.issuer, "groups");
    token = await signInAt(oidc.issuer, CLIENT, "00u1");
  });
  afterAll(() => oidc.close());

  test("tells a person's groups as they are now", async () => {
    expect(await directory.groupsOf(token, "00u1")).toEqual({ kind: "told", groups: ["ops"] });
    oidc.people = [{ sub: "00u1", name: "Nora", groups: [] }];
    expect(await directory.groupsOf(token, "00u1")).toEqual({ kind: "told", groups: [] });
    oidc.groupsIn = "elsewhere";
    expect(await directory.groupsOf(token, "00u1")).toEqual({ kind: "elsewhere" });
    oidc.groupsIn = "id token";
    expect(await directory.groupsOf(token, "00u1")).toEqual({ kind: "silent" });
  });

  test("that takes the token back ends the session", async () => {
    oidc.revokeTokens();
    await expect(directory.groupsOf(token, "00u1")).rejects.toMatchObject({ code: "not-signed-in" });
  });

  test("is not believed when it tells of somebody else", async () => {
    await expect(directory.groupsOf(token, "00u2")).rejects.toMatchObject({ code: "directory-answer" });
  });

  test("that fails is an error and no role", async () => {
    oidc.userinfoStatus = 500;
    await expect(directory.groupsOf(token, "00u1")).rejects.toThrow(/it answered 500/);
    oidc.userinfoStatus = 302;
    await expect(directory.groupsOf(token, "00u1")).rejects.toThrow(/it answered 302/);
    const nobody = new OidcDirectory("http://127.0.0.1:9", "groups");
    await expect(nobody.groupsOf(token, "00u1")).rejects.toMatchObject({ code: "directory-unreachable" });
  });

  test.each([
    ["no end", () => "[".repeat(600 * 1024), /its answer has no end/],
    ["no JSON", () => "<html>", /its answer is not JSON/],
    ["nothing of the kind", () => "[[[[]]]]", /its discovery document is not one/],
  ])("whose answer has %s is an error with its reason", async (_, text, reason) => {
    const liar = createServer((_, response) => response.end(text()));
    const address = await listenOnLoopback(liar, 0, "a liar");
    await expect(new OidcDirectory(address, "groups").groupsOf(token, "00u1")).rejects.toThrow(reason);
    await closeServer(liar);
  });

  test("that calls itself otherwise than configured is not asked, and is looked at again the next time", async () => {
    let issuer = "https://evil.example";
    const liar = createServer((_, response) =>
      response.end(JSON.stringify({ issuer, userinfo_endpoint: `${oidc.issuer}/userinfo` })),
    );
    const address = await listenOnLoopback(liar, 0, "a liar");
    const misled = new OidcDirectory(address, "groups");
    await expect(misled.groupsOf(token, "00u1")).rejects.toThrow(/discovery document is of https:\/\/evil\.example/);
    issuer = `${address}/`;
    expect((await misled.groupsOf(token, "00u1")).kind).toBe("told");
    await closeServer(liar);
  });
});
