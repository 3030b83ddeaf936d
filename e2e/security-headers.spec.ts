// What every answer tells the browser, and what an error tells nobody: every page, handler, file and odd address there is.
import { createHash } from "node:crypto";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { VERSION } from "@/lib/domain/version";
import { BUCKETS, TEAMS } from "@/sandbox/names";
import { ASKED } from "./asked-routes";
import { pagesOfConsole, staticFiles } from "./inventory";
import { CONSOLE, cookieOf, SESSION_COOKIE, signIn } from "./person";

interface Asked {
  method: string;
  path: string;
  body?: object;
  headers?: Record<string, string>;
}

const get = (address: string): Asked => ({ method: "GET", path: address });

/** One file of each kind, and those that every page begins with. */
const files = () => [...new Map(staticFiles().map((file) => [path.extname(file), file])).values()];

/** Found by nobody who looks for a page: what scanners ask, and what Next answers by itself. */
const ODD = [
  ...["/robots.txt", "/favicon.ico", "/.env", "/.git/config", "/index.html", "/_error", "/500", "/_not-found", "/none"],
  ...["/%", "/%ff", "/%00", "//evil.example", "/login/", "/healthz/", "/healthzz", "/icon.svgx", "/api", "/api/"],
  ...["/api/none", "/api/none/at/all", "/_next/none", "/_next/static/none.js", "/_next/static/../../package.json"],
  ...["/_next/image?url=%2Ficon.svg&w=64&q=75", "/_next/image?url=http%3A%2F%2F169.254.169.254%2F&w=64&q=75"],
  ...["/_next/data/none.json", "/__nextjs_original-stack-frame", "/server.js", "/.next/BUILD_ID", "/api/auth/_log"],
  ...[
    `/runs/${"x".repeat(9000)}`,
    "/alarms/%25E0%25A4%25A",
    `/alarms/${"a".repeat(300)}`,
    "/runs/%2e%2e%2fetc%2fpasswd",
  ],
];

const everything = (): Asked[] => [
  ...pagesOfConsole().map(get),
  ...["/login", "/login?error=Audit", "/login?error=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/healthz", "/icon.svg"].map(
    get,
  ),
  ...["csrf", "session", "error", "callback/github", "signin/github", "none"].map((door) => get(`/api/auth/${door}`)),
  ...ASKED.map(({ method, path: address, body }) => ({ method, path: address, body })),
  ...files().map((file) => get(`/_next/static/${file}`)),
  ...ODD.map(get),
  ...["/login", "/", "/api/overview", "/none"].flatMap((address) =>
    ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"].map((method) => ({ method, path: address })),
  ),
  { ...get("/"), headers: { cookie: "holdfast-zone=%25E0%25A4%25A; holdfast-theme=%00" } },
  { ...get("/"), headers: { rsc: "1", "next-router-state-tree": "not a tree" } },
  { ...get("/login"), headers: { "next-action": "0".repeat(40), "content-type": "text/plain" }, method: "POST" },
];

/** As it is written, path and all: `fetch` would tidy the address up. */
async function ask({ method, path: address, body, headers }: Asked, cookie?: string) {
  const { request } = await import("node:http");
  const all = {
    ...(body ? { "content-type": "application/json" } : {}),
    ...headers,
    ...(cookie ? { cookie: `${SESSION_COOKIE}=${cookie}` } : {}),
  };
  const { hostname, port } = new URL(CONSOLE());
  return new Promise<{ status: number; headers: Map<string, string>; text: string }>((resolve, reject) => {
    const sent = request({ hostname, port, path: address, method, headers: all, agent: false }, async (answer) => {
      let text = "";
      for await (const chunk of answer) text += chunk;
      const known = Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as const);
      resolve({ status: answer.statusCode ?? 0, headers: new Map(known), text });
    });
    sent.once("error", reject);
    sent.end(body && JSON.stringify(body));
  });
}
type Answer = Awaited<ReturnType<typeof ask>>;

/** What is wrong with an answer's headers. */
function lacking({ headers, text }: Answer, { path: address }: Asked): string[] {
  const is = (name: string, wanted: RegExp) =>
    wanted.test(headers.get(name) ?? "") ? [] : [`${name}: ${headers.get(name)}`];
  const isNot = (name: string) => (headers.has(name) ? [`${name}: ${headers.get(name)}`] : []);
  const policy = new Map(
    (headers.get("content-security-policy") ?? "").split(";").map((part) => {
      const [name = "", ...values] = part.trim().split(" ");
      return [name, values] as const;
    }),
  );
  const policyIs = (name: string, ...values: string[]) =>
    policy.get(name)?.join(" ") === values.join(" ") ? [] : [`policy ${name} is ${policy.get(name)?.join(" ")}`];
  const isHtml = headers.get("content-type")?.startsWith("text/html");
  const isKept = address.startsWith("/_next/static/") || address === "/icon.svg";
  const scripts = policy.get("script-src") ?? policy.get("default-src") ?? [];
  const nonce = scripts.find((each) => each.startsWith("'nonce-"))?.slice(7, -1);
  const tags = isHtml && nonce ? [...text.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag) : [];
  return [
    ...is("x-content-type-options", /^nosniff$/),
    ...is("x-frame-options", /^DENY$/),
    ...is("referrer-policy", /^same-origin$/),
    ...is("permissions-policy", /camera=\(\).*geolocation=\(\).*microphone=\(\)/),
    ...is("cross-origin-opener-policy", /^same-origin$/),
    ...is("cross-origin-resource-policy", /^same-origin$/),
    ...is("x-robots-tag", /noindex/),
    ...is("strict-transport-security", /^max-age=31536000; includeSubDomains$/),
    ...(isKept ? [] : is("cache-control", /no-store/)),
    ...["x-powered-by", "server", "access-control-allow-origin"].flatMap(isNot),
    ...policyIs("frame-ancestors", "'none'"),
    ...policyIs("base-uri", "'none'"),
    ...(scripts.length === 0 || /unsafe|\*|http:|data:/.test(scripts.join(" "))
      ? [`scripts: ${scripts.join(" ")}`]
      : []),
    ...tags.filter((tag) => !tag.includes(`nonce="${nonce}"`)).map((tag) => `${tag} has no nonce`),
  ];
}

const TELLING = [/\n\s+at \S+ \(/, /node_modules/, /\.(ts|tsx|mjs):\d+/, /\/standalone\b/, /\bE(NOENT|CONNREFUSED)\b/];

/** What an error, or any answer to somebody who is not let in, tells of the inside. */
function told({ status, text, headers }: Answer, stranger: boolean): string[] {
  const inside = status >= 400 ? TELLING.filter((each) => each.test(text)).map(String) : [];
  const names = [VERSION, process.version, "next.js", ...Object.values(BUCKETS), ...Object.values(TEAMS)];
  const known = stranger && !headers.get("content-type")?.includes("javascript") ? names : [];
  return [...inside, ...known.filter((name) => text.includes(name))];
}

test("every answer there is has the headers, whoever asks, and errors tell nothing", async ({ browser }) => {
  test.setTimeout(240_000);
  const cookie = await cookieOf(browser, "vera");
  const wrong: string[] = [];
  const nonces = new Set<string>();
  const statuses = new Map<number, number>();
  let pages = 0;
  for (const asked of everything())
    for (const [who, held] of [
      ["nobody", undefined],
      ["viewer", cookie],
    ] as const) {
      const answer = await ask(asked, held);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      const [, nonce] = /'nonce-([^']+)'/.exec(answer.headers.get("content-security-policy") ?? "") ?? [];
      if (nonce) {
        pages++;
        nonces.add(createHash("sha256").update(nonce).digest("hex"));
      }
      const problems = [...lacking(answer, asked), ...told(answer, held === undefined).map((each) => `tells ${each}`)];
      wrong.push(
        ...problems.map((each) => `${asked.method} ${asked.path.slice(0, 60)} as ${who} (${answer.status}): ${each}`),
      );
    }
  expect(wrong).toEqual([]);
  expect(pages).toBeGreaterThan(30);
  expect(nonces.size).toBe(pages);
  // Refusals and errors of every kind were among them.
  for (const status of [200, 307, 308, 400, 401, 403, 404, 405])
    expect(statuses.has(status), String(status)).toBe(true);
});

test("the policy hinders no page of the console itself", async ({ page }) => {
  test.setTimeout(120_000);
  const refused: string[] = [];
  page.on("console", (message) => {
    if (/content security policy|refused to|cross-origin/i.test(message.text())) refused.push(message.text());
  });
  await signIn(page, "ines");
  for (const address of pagesOfConsole()) {
    await page.goto(`${CONSOLE()}${address}`);
    await expect(page.locator("h1").first()).toBeVisible();
  }
  expect(refused).toEqual([]);
  // A script that somebody gets into a page has no nonce.
  await page.evaluate(() => {
    const script = document.createElement("div");
    script.innerHTML = `<img src="x" onerror="document.title='taken over'">`;
    document.body.append(script);
  });
  await expect.poll(() => refused.length).toBeGreaterThan(0);
  expect(await page.title()).not.toBe("taken over");
});
