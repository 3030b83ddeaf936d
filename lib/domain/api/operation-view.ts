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

/** To be pasted into bash or zsh; `api` is the API's own address. The token stands in no process's arguments. */
export function curlLine(api: string, { method, example: { address, body } }: OperationView): string {
  if (method === "GET") return `curl -sS -H @- '${api}${address}' ${WITH_TOKEN}`;
  return `curl -sS -H @- -H 'content-type: application/json' -d '${body ?? "{}"}' '${api}${address}' ${WITH_TOKEN}`;
}

/** Header lines from the standard input, as curl's `-H @-` takes them. */
const WITH_TOKEN = '<<< "authorization: Bearer $HOLDFAST_TOKEN"';

/** Asks for the token without showing it, and for the newest snapshots with it. One line, or the next would be taken for the token. */
export const tryLine = (api: string): string =>
  `read -rs HOLDFAST_TOKEN && curl -sS -H @- '${api}/snapshots?limit=5' ${WITH_TOKEN}`;

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
