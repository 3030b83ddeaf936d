import type { components } from "@octokit/openapi-types";

/** GitHub's published OpenAPI schemas: the compiler holds every answer against them. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];
