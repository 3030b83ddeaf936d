import { type OperationSchema, operationSchema } from "./operation-schema";

export interface Addressed {
  method: string;
  bucket: string;
  key: string;
  query: URLSearchParams;
  headers: ReadonlyMap<string, string>;
}

/** Finds the operation a request asks for among those the stand-in answers. */
export class OperationTable {
  private readonly operations: readonly OperationSchema[];

  constructor(names: readonly string[]) {
    this.operations = names.map(operationSchema);
  }

  /** The most specific operation whose method, target and parameters are those of the request. */
  match(request: Addressed): OperationSchema | undefined {
    let best: OperationSchema | undefined;
    for (const each of this.operations) {
      if (fits(each, request) && (!best || specificity(each) > specificity(best))) best = each;
    }
    // `?acl`, `?torrent`, ...: a sub-resource nobody serves must not fall through to the plain operation.
    return best && leavesSubresource(best, request.query) ? undefined : best;
  }
}

function fits(operation: OperationSchema, request: Addressed): boolean {
  if (operation.method !== request.method || operation.target !== targetOf(request)) return false;
  if (!operation.literals.every(({ name, value }) => hasParameter(request.query, name, value))) return false;
  if (!operation.requiredQuery.every((name) => request.query.has(name))) return false;
  return operation.requiredHeaders.every((name) => name === ATTRIBUTES_HEADER || request.headers.has(name));
}

/** GetObjectAttributes without it is an error of its own, and is told apart by its query already. */
const ATTRIBUTES_HEADER = "x-amz-object-attributes";

function targetOf({ bucket, key }: Addressed): OperationSchema["target"] {
  if (!bucket) return "service";
  return key ? "object" : "bucket";
}

function hasParameter(query: URLSearchParams, name: string, value: string | undefined): boolean {
  return value === undefined ? query.has(name) : query.get(name) === value;
}

function specificity(operation: OperationSchema): number {
  return operation.literals.length * 10 + operation.requiredQuery.length + operation.requiredHeaders.length;
}

function leavesSubresource(operation: OperationSchema, query: URLSearchParams): boolean {
  return SUBRESOURCES.some((name) => query.has(name) && !operation.literals.some((literal) => literal.name === name));
}

const SUBRESOURCES = [
  "accelerate",
  "acl",
  "analytics",
  "attributes",
  "cors",
  "delete",
  "encryption",
  "intelligent-tiering",
  "inventory",
  "legal-hold",
  "lifecycle",
  "location",
  "logging",
  "metrics",
  "notification",
  "object-lock",
  "ownershipControls",
  "policy",
  "policyStatus",
  "publicAccessBlock",
  "replication",
  "requestPayment",
  "restore",
  "retention",
  "select",
  "tagging",
  "torrent",
  "uploads",
  "versioning",
  "versions",
  "website",
];
