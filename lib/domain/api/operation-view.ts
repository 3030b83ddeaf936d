// The API's document as people read it: on its page, and in docs/api.md.
import type { TokenScope } from "../api-token/token-scope";

export interface ParameterView {
  name: string;
  place: "path" | "query" | "body";
  required: boolean;
  /** What it looks like, in a few words. */
  kind: string;
}

export interface OperationView {
  id: string;
  method: string;
  /** Below /api/v1. */
  path: string;
  tag: string;
  summary: string;
  /** What it takes, as a sentence. */
  needs: string;
  scope: TokenScope;
  parameters: ParameterView[];
  /** An address with everything in it that has to be, and the body, where there is one. */
  example: { address: string; body?: string };
}

/** To be pasted into a POSIX shell; `api` is the API's own address. */
export function curlLines(api: string, { method, example: { address, body } }: OperationView): string[] {
  const token = '-H "authorization: Bearer $HOLDFAST_TOKEN"';
  if (method === "GET") return [`curl -sS ${token} '${api}${address}'`];
  const json = "-H 'content-type: application/json'";
  return [`curl -sS ${token} ${json} -d '${body ?? "{}"}' '${api}${address}'`];
}

/** A table of Markdown, a line for each operation. */
export function operationTable(views: readonly OperationView[]): string {
  const rows = views.map(
    ({ method, path, summary, scope, parameters }) =>
      `| \`${method} ${path}\` | ${summary} | ${scope} | ${parametersInWords(parameters)} |`,
  );
  return ["| | | scope | takes |", "|---|---|---|---|", ...rows].join("\n");
}

/** What is optional has a question mark; what stands in the path is seen there. */
const parametersInWords = (parameters: readonly ParameterView[]): string =>
  parameters
    .filter(({ place }) => place !== "path")
    .map(({ name, required }) => `\`${name}\`${required ? "" : "?"}`)
    .join(", ");
