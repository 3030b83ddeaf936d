// How a token of the API, and what is said of it, is written.
import { z } from "zod";
import { namedPerson } from "../approval/approval-schema";
import { ROLES } from "../role";
import { tokenId } from "./token-id-schema";
import { TOKEN_SCOPES } from "./token-scope";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const apiToken = z.object({
  version: z.literal(1),
  id: tokenId,
  name: z.string(),
  scope: z.enum(TOKEN_SCOPES),
  made_by: namedPerson,
  made_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  /** Nobody may use it before another administrator has approved it. */
  needs_second: z.boolean(),
  /** SHA-256 of the token and of all that stands above, in hex: neither can be changed without the other. */
  hash: sha256,
});
export type ApiToken = z.infer<typeof apiToken>;

export const tokenApproval = z.object({
  version: z.literal(1),
  /** Of the token that was looked at. */
  hash: sha256,
  by: namedPerson,
  at: z.iso.datetime(),
});
export type TokenApproval = z.infer<typeof tokenApproval>;

export const tokenRevocation = z.object({ version: z.literal(1), by: namedPerson, at: z.iso.datetime() });
export type TokenRevocation = z.infer<typeof tokenRevocation>;

/** The day, in UTC, on which it was last used. */
export const tokenUse = z.object({ version: z.literal(1), day: z.iso.date() });

/** What was last decided of somebody who has made tokens, and on which day (UTC). */
export const standing = z.object({ version: z.literal(1), role: z.enum([...ROLES, "none"]), day: z.iso.date() });
export type Standing = z.infer<typeof standing>;
