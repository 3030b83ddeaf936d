import "server-only";
import { z } from "zod";
import type { OperationView } from "@/lib/domain/api/operation-view";
import { type ApiDocument, documentOf } from "./document";
import type { Described } from "./operation";
import { OPERATIONS } from "./operations";
import { viewsOf } from "./views";

/** The document's own operation, without its handler: that one needs the document. */
export const DOCUMENT_OPERATION: Described = {
  id: "readDocument",
  method: "GET",
  path: "/openapi.json",
  tag: "API",
  summary: "This document, as OpenAPI 3.1",
  input: z.object({}),
  answer: z.looseObject({ openapi: z.string() }),
  actions: ["view"],
};

const described: readonly Described[] = [...OPERATIONS, DOCUMENT_OPERATION];

let made: ApiDocument | undefined;

/** Made once: it is the same as long as the process lives. */
export function theDocument(): ApiDocument {
  made ??= documentOf(described);
  return made;
}

export const theViews = (): OperationView[] => viewsOf(theDocument(), described);
