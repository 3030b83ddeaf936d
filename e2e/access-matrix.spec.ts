// Every handler and page there is, read from the files, asked as every kind of person. A new one without a row here fails.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Browser, expect, test } from "@playwright/test";
import { decode, encode, type JWT } from "next-auth/jwt";
import { type Action, may, type Role } from "@/lib/domain/role";
import { ASKED, type Asked } from "./asked-routes";
import { CONSOLE, signIn } from "./person";

const COOKIE = "next-auth.session-token";
const ROLES: Record<string, Role> = { vera: "viewer", omar: "operator", ines: "admin" };

interface Caller {
  name: string;
  cookie?: string;
  /** What they may; absent for nobody we know. */
  role?: Role;
  origin?: string;
  /** The answer to whoever has no role. */
  refused: 401 | 403;
}

async function cookieOf(browser: Browser, login: string): Promise<string> {
  const context = await browser.newContext();
  await signIn(await context.newPage(), login);
  const cookie = (await context.cookies()).find(({ name }) => name === COOKIE);
  await context.close();
  if (!cookie) throw new Error(`${login} has no session`);
  return cookie.value;
}

async function callers(browser: Browser): Promise<Caller[]> {
  const cookies = new Map<string, string>();
  for (const login of [...Object.keys(ROLES), "otto"]) cookies.set(login, await cookieOf(browser, login));
  const secret = readFileSync(path.join(process.env.E2E_DATA ?? "", "session-secret"), "utf8").trim();
  const admin = (await decode({ token: cookies.get("ines"), secret })) as JWT;
  const made = (change: object, with_ = secret, maxAge = 600) =>
    encode({ token: { ...admin, ...change }, secret: with_, maxAge });
  const hours = (count: number) => Date.now() - count * 3_600_000;
  return [
    { name: "nobody", refused: 401 },
    { name: "admin of another organisation", cookie: cookies.get("otto"), refused: 403 },
    { name: "admin, nine hours later", cookie: await made({ signedInAt: hours(9) }), refused: 401 },
    { name: "admin, idle for long", cookie: await made({}, secret, -60), refused: 401 },
    { name: "forged by another secret", cookie: await made({}, "x".repeat(64)), refused: 401 },
    { name: "admin from another site", cookie: cookies.get("ines"), origin: "https://evil.example", refused: 403 },
    { name: "admin from nowhere", cookie: cookies.get("ines"), origin: "", refused: 403 },
    // The last ones that are asked, for they are signed out at the end.
    ...Object.entries(ROLES).map(([login, role]) => ({
      name: role,
      cookie: cookies.get(login),
      role,
      refused: 403 as const,
    })),
  ];
}

function ask(
  { method, path: where, body }: Asked,
  { cookie, origin = new URL(CONSOLE()).origin }: Caller,
): Promise<Response> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (cookie) headers.cookie = `${COOKIE}=${cookie}`;
  if (origin && method !== "GET") headers.origin = origin;
  return fetch(`${CONSOLE()}${where}`, {
    method,
    headers,
    redirect: "manual",
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

/** Undefined: let through, whatever the answer is then. */
function expected({ method, action }: Asked, caller: Caller): 401 | 403 | undefined {
  const foreign = caller.origin !== undefined;
  if (foreign && method !== "GET") return 403;
  const role = foreign ? "admin" : caller.role;
  if (!role) return caller.refused;
  return may(role, action as Action) ? undefined : 403;
}

test("every route lets through whom its action allows, and nobody else", async ({ browser }) => {
  test.setTimeout(240_000);
  const people = await callers(browser);
  const lines = [
    `| asked | ${people.map(({ name }) => name).join(" | ")} |`,
    `|---|${people.map(() => "---").join("|")}|`,
  ];
  const deviating: string[] = [];
  for (const asked of ASKED) {
    const got: string[] = [];
    for (const caller of people) {
      const { status } = await ask(asked, caller);
      const wanted = expected(asked, caller);
      const right = wanted === undefined ? status !== 401 && status !== 403 && status < 500 : status === wanted;
      got.push(`${wanted ?? "through"}: ${status}`);
      if (!right)
        deviating.push(
          `${asked.method} ${asked.path} (${asked.action}) as ${caller.name}: ${wanted ?? "through"} expected, got ${status}`,
        );
    }
    lines.push(`| ${asked.method} ${asked.path} (${asked.action}) | ${got.join(" | ")} |`);
  }
  writeFileSync("test-results/access-matrix.md", `${lines.join("\n")}\n`);
  expect(deviating).toEqual([]);
});

test("no route is without a row in the matrix", () => {
  const files = readdirSync("app/api", { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith("route.ts"),
  );
  const handlers = files
    .filter((file) => !file.startsWith("auth/"))
    .flatMap((file) => {
      const text = readFileSync(path.join("app/api", file), "utf8");
      return [...text.matchAll(/export const ([A-Z]+) =/g)].map(([, method]) => `${method} ${path.dirname(file)}`);
    });
  expect(handlers.length).toBeGreaterThan(15);
  expect(handlers.filter((handler) => !ASKED.some(({ of }) => of === handler))).toEqual([]);
});

test("every page leads whoever has no access to the sign-in, and nothing of it is in the answer", async ({
  browser,
}) => {
  const people = await callers(browser);
  const pages = readdirSync("app/(console)", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("page.tsx"))
    .map(
      (file) =>
        `/${path
          .dirname(file)
          .replace(/^\.$/, "")
          .replace(/\[[^\]]+\]/g, "20200101T000000Z-aaaaaa")}`,
    );
  expect(pages.length).toBeGreaterThan(8);
  for (const page of pages)
    for (const caller of people.filter(({ role, origin }) => !role && origin === undefined)) {
      const answer = await ask({ of: "", method: "GET", path: page, action: "view" }, caller);
      expect([page, caller.name, answer.status]).toEqual([page, caller.name, 307]);
      expect(answer.headers.get("location")).toContain("/login");
      expect(await answer.text()).not.toContain("holdfast-backups");
    }
});
