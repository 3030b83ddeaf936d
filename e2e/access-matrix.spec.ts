// Every handler and page there is, read from the files, asked as every kind of person. A new one without a row here fails.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Browser, expect, test } from "@playwright/test";
import { decode, encode, type JWT } from "next-auth/jwt";
import { runRecordKey } from "@/lib/domain/bucket-keys";
import { PAGE_TOKEN_HEADER, PAGE_TOKEN_META } from "@/lib/domain/page-token";
import { type Action, may, type Role } from "@/lib/domain/role";
import { ASKED, type Asked, OTHERS_RUN } from "./asked-routes";
import { demo } from "./demo";
import { handlersOfApi, pagesOfConsole } from "./inventory";
import { CONSOLE, cookieOf, SESSION_COOKIE } from "./person";
import { leaveRecord } from "./servers";

const ROLES: Record<string, Role> = { vera: "viewer", omar: "operator", ines: "admin" };

interface Caller {
  name: string;
  cookie?: string;
  /** What they may; absent for nobody we know. */
  role?: Role;
  /** What the page of their session has. */
  token?: string;
  origin?: string;
  /** What they change does not come from a page of theirs. */
  foreign?: boolean;
  /** The answer to whoever has no role. */
  refused: 401 | 403;
}

/** As a page has it in its head. */
async function tokenOf(cookie: string | undefined): Promise<string> {
  const page = await fetch(`${CONSOLE()}/settings`, { headers: { cookie: `${SESSION_COOKIE}=${cookie}` } });
  const [, token] = new RegExp(`<meta name="${PAGE_TOKEN_META}" content="([^"]+)"`).exec(await page.text()) ?? [];
  if (!token) throw new Error("the page has no token");
  return token;
}

async function callers(browser: Browser): Promise<Caller[]> {
  const cookies = new Map<string, string>();
  for (const login of [...Object.keys(ROLES), "otto"]) cookies.set(login, await cookieOf(browser, login));
  const secret = readFileSync(path.join(demo().data, "session-secret"), "utf8").trim();
  const admin = (await decode({ token: cookies.get("ines"), secret })) as JWT;
  const made = (change: object, with_ = secret, maxAge = 600) =>
    encode({ token: { ...admin, ...change }, secret: with_, maxAge });
  const tokens = new Map<string, string>();
  for (const login of Object.keys(ROLES)) tokens.set(login, await tokenOf(cookies.get(login)));
  const ines = { cookie: cookies.get("ines"), token: tokens.get("ines"), refused: 403 as const };
  const hours = (count: number) => Date.now() - count * 3_600_000;
  return [
    { name: "nobody", refused: 401 },
    { name: "admin of another organisation", cookie: cookies.get("otto"), refused: 403 },
    { name: "admin, nine hours later", cookie: await made({ signedInAt: hours(9) }), refused: 401 },
    { name: "admin, idle for long", cookie: await made({}, secret, -60), refused: 401 },
    { name: "forged by another secret", cookie: await made({}, "x".repeat(64)), refused: 401 },
    { ...ines, name: "admin from another site", origin: "https://evil.example", foreign: true },
    { ...ines, name: "admin from nowhere", origin: "", foreign: true },
    { ...ines, name: "admin without the token", token: undefined, foreign: true },
    { ...ines, name: "admin with another's token", token: tokens.get("omar"), foreign: true },
    // The last ones that are asked, for they are signed out at the end.
    ...Object.entries(ROLES).map(([login, role]) => ({
      name: role,
      cookie: cookies.get(login),
      token: tokens.get(login),
      role,
      refused: 403 as const,
    })),
  ];
}

function ask(
  { method, path: where, body }: Asked,
  { cookie, token, origin = new URL(CONSOLE()).origin }: Caller,
): Promise<Response> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (cookie) headers.cookie = `${SESSION_COOKIE}=${cookie}`;
  if (token) headers[PAGE_TOKEN_HEADER] = token;
  if (origin && method !== "GET") headers.origin = origin;
  return fetch(`${CONSOLE()}${where}`, {
    method,
    headers,
    redirect: "manual",
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

/** Nobody of those who ask has started it. */
function othersRun() {
  const at = "2020-01-01T00:00:00.000Z";
  const asked = { trigger: "manual", actor: "hugo", actor_id: 4711, requested_at: at } as const;
  return { version: 1, id: OTHERS_RUN, kind: "verify", state: "failed", ...asked, updated_at: at };
}

/** Undefined: let through, whatever the answer is then. */
function expected({ method, action, ofTokens }: Asked, caller: Caller): 401 | 403 | undefined {
  if (ofTokens) return 401;
  if (caller.foreign && method !== "GET") return 403;
  const role = caller.foreign ? "admin" : caller.role;
  if (!role) return caller.refused;
  return may(role, action as Action) ? undefined : 403;
}

test("every route lets through whom its action allows, and nobody else", async ({ browser }) => {
  test.setTimeout(240_000);
  const people = await callers(browser);
  const takeAway = await leaveRecord(runRecordKey(OTHERS_RUN), othersRun());
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
      const right = wanted === undefined ? ![401, 403, 429].includes(status) && status < 500 : status === wanted;
      got.push(`${wanted ?? "through"}: ${status}`);
      if (!right)
        deviating.push(
          `${asked.method} ${asked.path} (${asked.action}) as ${caller.name}: ${wanted ?? "through"} expected, got ${status}`,
        );
    }
    lines.push(`| ${asked.method} ${asked.path} (${asked.action}) | ${got.join(" | ")} |`);
  }
  await takeAway();
  writeFileSync("test-results/access-matrix.md", `${lines.join("\n")}\n`);
  expect(deviating).toEqual([]);
});

test("no route is without a row in the matrix", () => {
  const handlers = handlersOfApi();
  expect(handlers.length).toBeGreaterThan(15);
  expect(handlers.filter((handler) => !ASKED.some(({ of }) => of === handler))).toEqual([]);
});

test("every page leads whoever has no access to the sign-in, and nothing of it is in the answer", async ({
  browser,
}) => {
  const people = await callers(browser);
  const pages = pagesOfConsole();
  expect(pages.length).toBeGreaterThan(8);
  for (const page of pages)
    for (const caller of people.filter(({ role, foreign }) => !role && !foreign)) {
      const answer = await ask({ of: "", method: "GET", path: page, action: "view" }, caller);
      expect([page, caller.name, answer.status]).toEqual([page, caller.name, 307]);
      expect(answer.headers.get("location")).toContain("/login");
      expect(await answer.text()).not.toContain("holdfast-backups");
    }
});
