// The document against the files of the handlers, against itself, and against what is written about it.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test, vi } from "vitest";
import { answerOf } from "@/e2e/answer-of";
import { curlLine, operationTable } from "@/lib/domain/api/operation-view";
import { isForPeople } from "@/lib/domain/api-token/token-scope";

vi.mock("server-only", () => ({}));
const { NOT_FOR_SCRIPTS } = await import("./not-for-scripts");
const { findOperation } = await import("./operation");
const { OPERATIONS } = await import("./operations");
const { DOCUMENT_OPERATION, theDocument, theViews } = await import("./the-document");

const document = theDocument();
const API = path.resolve("app/api");
/** `GET snapshots/[id]`, as the files have it; next-auth's own left out. */
const handlers = readdirSync(API, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("route.ts") && !file.startsWith("auth/"))
  .flatMap((file) => {
    const methods = readFileSync(path.join(API, file), "utf8").matchAll(/export const ([A-Z]+)\b/g);
    return [...methods].map(([, method]) => `${method} ${path.dirname(file)}`);
  });
const asHandler = ({ method, path }: { method: string; path: string }) =>
  `${method} ${path === DOCUMENT_OPERATION.path ? "openapi" : path.slice(1).replace(/\{(\w+)\}/g, "[$1]")}`;
const described = [...OPERATIONS, DOCUMENT_OPERATION];

describe("the document", () => {
  test("has every handler, but for those that say why they are not for scripts", () => {
    const documented = described.map(asHandler);
    const left = Object.keys(NOT_FOR_SCRIPTS);
    // A new handler: put it into operations.ts with a schema of what it answers, or into not-for-scripts.ts with the reason.
    expect(handlers.filter((each) => !documented.includes(each) && !left.includes(each))).toEqual([]);
    expect(documented.filter((each) => !handlers.includes(each))).toEqual([]);
    expect(left.filter((each) => !handlers.includes(each) || documented.includes(each))).toEqual([]);
  });

  test("has each operation once, under one name and one address", () => {
    const written = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(written.sort()).toEqual(described.map(({ method, path }) => `${method} ${path}`).sort());
    expect(new Set(described.map(({ id }) => id)).size).toBe(described.length);
  });

  test("refers to nothing that is not there, and holds nothing that nothing refers to", () => {
    const text = JSON.stringify(document);
    const referred = new Set([...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, ref]) => ref));
    const there = (ref: string) =>
      ref.split("/").reduce<unknown>((found, name) => (found as Record<string, unknown> | undefined)?.[name], document);
    expect([...referred].filter((ref) => there(ref as string) === undefined)).toEqual([]);
    const names = Object.keys(document.components.schemas);
    expect(names.filter((name) => !referred.has(`components/schemas/${name}`))).toEqual([]);
  });

  test.each(described.map((each) => [each.id, each] as const))(
    "%s says what it takes, and takes its own example",
    (_, each) => {
      const { path, method, input, example = {} } = each;
      const operation = document.paths[path]?.[method.toLowerCase()];
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const parameters = operation?.parameters ?? [];
      expect(parameters.filter(({ in: place }) => place === "path").map(({ name }) => name)).toEqual(named);
      expect(parameters.every(({ in: place, required }) => place !== "path" || required)).toBe(true);
      expect(operation?.requestBody === undefined).toBe(method === "GET");
      expect(input.safeParse(example).error).toBeUndefined();
      expect(operation?.responses).toMatchObject({ "200": {}, "401": {}, "403": {}, "429": {}, default: {} });
    },
  );

  test.each(OPERATIONS.map((each) => [each.id, each] as const))(
    "%s is for tokens, with the scope that the handler asks for",
    (_, each) => {
      const { handler, actions } = each;
      expect(actions.length).toBeGreaterThan(0);
      expect(actions.filter(isForPeople)).toEqual([]);
      if (typeof handler.action === "string") expect(actions).toEqual([handler.action]);
      // What changes something is asked with POST; the plan is asked so because of its length.
      expect(actions.every((action) => action === "view" || action === "read the audit trail")).toBe(
        each.method === "GET" || each.id === "planRestore",
      );
    },
  );

  test("its answers can be read back: what is missing or wrong is refused, what a later version adds is not", () => {
    const answer = answerOf(document, "/runs", "get", { closed: false });
    const fine = { runs: [], unreadable: [] };
    expect(answer.safeParse({ ...fine, more: 1 }).success).toBe(true);
    expect(answer.safeParse({ runs: [] }).success).toBe(false);
    expect(answer.safeParse({ ...fine, runs: [{}] }).success).toBe(false);
    const closed = answerOf(document, "/runs", "get");
    expect([closed.safeParse(fine).success, closed.safeParse({ ...fine, more: 1 }).success]).toEqual([true, false]);
  });
});

describe("an address", () => {
  test.each([
    ["GET", "snapshots/2026-04-16", "readSnapshot", { id: "2026-04-16" }],
    ["GET", "snapshots", "listSnapshots", {}],
    ["GET", "runs/x/log", "readRunLog", { id: "x" }],
    ["POST", "runs", "startRun", {}],
    ["POST", "snapshots", undefined, undefined],
    ["GET", "snapshots/a/b", undefined, undefined],
    ["GET", "", undefined, undefined],
    ["GET", "tokens", undefined, undefined],
    ["POST", "approvals/x/decide", undefined, undefined],
    ["PUT", "runs", undefined, undefined],
  ])("%s %s is %s", (method, address, id, params) => {
    const found = findOperation(OPERATIONS, method, address.split("/"));
    expect([found?.operation.id, found?.params]).toEqual([id, params]);
  });
});

test("an address that is named wins over one that may be anything", () => {
  const both = [
    { method: "GET", path: "/snapshots/{id}" },
    { method: "GET", path: "/snapshots/compare" },
  ] as const;
  expect(findOperation(both, "GET", ["snapshots", "compare"])?.operation).toBe(both[1]);
  expect(findOperation(both, "GET", ["snapshots", "2026-04-16"])?.operation).toBe(both[0]);
});

test("a line to copy has the token in no argument, and everything an operation needs", () => {
  const line = (id: string) => {
    const view = theViews().find((each) => each.id === id);
    if (!view) throw new Error(`no operation ${id}`);
    return curlLine("https://x/api/v1", view);
  };
  const token = '<<< "authorization: Bearer $HOLDFAST_TOKEN"';
  expect(line("readEntry")).toBe(
    `curl -sS -H @- 'https://x/api/v1/snapshots/2026-04-16/entry?repository=acme/api' ${token}`,
  );
  expect(line("startRun")).toContain(
    `-d '{"kind":"backup","run":"20260416T091500Z-k3f9q2"}' 'https://x/api/v1/runs' ${token}`,
  );
});

/** `vitest run --project unit app/_server/api -u` writes it. */
test("docs/api.md lists the operations as they are", async () => {
  const [begin, end] = ["<!-- operations: written by document.test.ts -->\n", "\n<!-- end of operations -->"];
  const text = readFileSync("docs/api.md", "utf8");
  const [before, rest] = text.split(begin);
  const [, after] = (rest ?? "").split(end);
  expect(after).toBeDefined();
  await expect(`${before}${begin}${operationTable(theViews())}${end}${after}`).toMatchFileSnapshot(
    path.resolve("docs/api.md"),
  );
});
