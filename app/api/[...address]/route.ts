import { z } from "zod";
import { answering, type Handler } from "@/app/_server/answering";
import { route } from "@/app/_server/route";
import { AppError } from "@/lib/domain/errors";

/** Any other address of the API: whoever calls it expects JSON and no page. */
const nowhere = route({ action: "view", input: z.looseObject({}) }, async () => {
  throw new AppError("not-found", { what: "this address" });
});

/** A script written for another version has to learn that, and not that it is signed out. */
const otherVersion = answering(async (request) => {
  throw new AppError("api-version-unknown", { version: versionOf(request.nextUrl.pathname) });
});

export const GET: Handler = (request, context) =>
  (versionOf(request.nextUrl.pathname) ? otherVersion : nowhere)(request, context);
export const POST = GET;

const versionOf = (path: string): string | undefined => /^\/api\/(v\d{1,9})(?:\/|$)/.exec(path)?.[1];
