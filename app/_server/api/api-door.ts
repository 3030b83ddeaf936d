// The API's own door: its stable addresses, for whoever has a token. The handlers are those of the console's pages.
import "server-only";
import { GET as openapi } from "@/app/api/openapi/route";
import { AppError } from "@/lib/domain/errors";
import { answering, type Handler } from "../answering";
import { services } from "../services";
import { byToken } from "../token-door";
import { findOperation } from "./operation";
import { OPERATIONS } from "./operations";
import { DOCUMENT_OPERATION } from "./the-document";

const DOORS = [...OPERATIONS, { ...DOCUMENT_OPERATION, handler: openapi }];

const CHALLENGE = 'Bearer realm="holdfast"';

const nothingThere = answering(async (request) => {
  // Strangers do not learn what there is.
  await byToken(request, services()).require("view");
  throw new AppError("not-found", { what: `${request.method} ${request.nextUrl.pathname}` });
});

export const apiDoor: Handler = async (request, context) => {
  const { address } = await context.params;
  // Next.js answers HEAD by what GET answers, without the body.
  const method = request.method === "HEAD" ? "GET" : request.method;
  const found = findOperation(DOORS, method, Array.isArray(address) ? address : []);
  const answered = found
    ? await found.operation.handler.byToken(request, { params: Promise.resolve(found.params) })
    : await nothingThere(request, context);
  // RFC 9110, 11.6.1: an answer of 401 says how to come in.
  if (answered.status === 401) answered.headers.set("www-authenticate", CHALLENGE);
  return answered;
};
