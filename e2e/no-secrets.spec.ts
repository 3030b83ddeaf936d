// What the console knows and no browser may: looked for in everything that a browser is given.
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { decode } from "next-auth/jwt";
import { consoleEnvironment } from "@/lib/env";
import { describeVariables } from "@/lib/read-environment";
import { APPS, OAUTH } from "@/sandbox/names";
import { rolePrincipal } from "@/sandbox/roles";
import { ASKED } from "./asked-routes";
import { demo } from "./demo";
import { pagesOfConsole, staticFiles } from "./inventory";
import { CONSOLE, cookieOf, SESSION_COOKIE } from "./person";

/** The value of a secret, by what it is. */
async function secrets(cookie: string): Promise<Record<string, string>> {
  const data = (file: string) => readFileSync(path.join(demo().data, file), "utf8").trim();
  const session = data("session-secret");
  const known = await decode({ token: cookie, secret: session });
  const keyOf = (slug: string) => data(`github/${slug}.pem`).split("\n")[3] ?? "";
  return {
    "session secret": session,
    "OAuth client secret": OAUTH.clientSecret,
    "key of the console's role": rolePrincipal("console").secretAccessKey,
    "the person's own token": String(known?.githubToken),
    "session cookie": cookie,
    "key of the backup App": keyOf(APPS.backup.slug),
    "key of the restore App": keyOf(APPS.restore.slug),
    "a secret of whoever built it": "build-canary-",
  };
}

function found(text: string, values: Record<string, string>): string[] {
  return Object.entries(values).flatMap(([what, value]) => {
    const forms = [
      value,
      encodeURIComponent(value),
      Buffer.from(value).toString("base64").replace(/=+$/, "").slice(0, -1),
    ];
    return forms.some((form) => text.includes(form)) ? [what] : [];
  });
}

test("nothing that a browser loads or asks for has a secret in it", async ({ browser }) => {
  test.setTimeout(120_000);
  const cookie = await cookieOf(browser, "ines");
  const values = await secrets(cookie);
  for (const [what, value] of Object.entries(values)) expect(value.length, what).toBeGreaterThan(10);
  const leaking: string[] = [];
  const looked = (where: string, text: string) =>
    leaking.push(...found(text, values).map((what) => `${where}: ${what}`));

  for (const file of staticFiles()) looked(file, readFileSync(path.join(".next/static", file), "utf8"));
  const address = (each: string) => `${CONSOLE()}${each}`;
  const routes = ASKED.filter(({ method }) => method === "GET").map(({ path: each }) => each);
  const asked = [
    ...pagesOfConsole(),
    "/login",
    ...routes,
    "/api/auth/session",
    "/api/auth/csrf",
    "/restore?step=review",
  ];
  for (const each of asked)
    for (const kind of ["html", "rsc"]) {
      const headers = new Headers({ cookie: `${SESSION_COOKIE}=${cookie}`, ...(kind === "rsc" && { rsc: "1" }) });
      const answer = await fetch(address(each), { headers, redirect: "manual" });
      // The renewed cookie is for the browser's own keeping: scripts do not see it.
      const { "set-cookie": _, ...rest } = Object.fromEntries(answer.headers);
      looked(each, `${JSON.stringify(rest)}\n${await answer.text()}`);
      for (const kept of answer.headers.getSetCookie()) expect(kept).toMatch(/; HttpOnly/);
    }
  expect(leaking).toEqual([]);
  expect(asked.length).toBeGreaterThan(30);
});

test("what browsers load knows no variable of the server, and brings no source map", () => {
  const names = describeVariables(consoleEnvironment).map(({ name }) => name);
  const secret = names.filter((name) => /SECRET|CLIENT|NEXTAUTH/.test(name));
  expect(secret.length).toBeGreaterThan(3);
  const files = staticFiles();
  expect(files.filter((file) => file.endsWith(".map"))).toEqual([]);
  const text = files.map((file) => readFileSync(path.join(".next/static", file), "utf8")).join("\n");
  expect(secret.filter((name) => text.includes(name))).toEqual([]);
});
