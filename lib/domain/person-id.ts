// What tells people apart, in sessions, approvals and the audit trail. Logins change and may be given to somebody else.
import { z } from "zod";

/**
 * GitHub's number of the account; or, of somebody whom an identity provider knows, issuer and subject with a space between,
 * which is what OpenID Connect Core 1.0 (2, "sub") calls never reassigned. An issuer has no space, so that it is clear where it ends.
 */
export const personId = z.union([
  z.number().int().positive(),
  z
    .string()
    .max(512)
    .regex(/^https?:\/\/\S+ \S.*$/, "must be an issuer and a subject"),
]);
export type PersonId = z.infer<typeof personId>;

export const personIdAt = (issuer: string, subject: string): PersonId => personId.parse(`${issuer} ${subject}`);

/** Who vouches for the person; `GitHub`, or the issuer. */
export const directoryOf = (id: PersonId): string => (typeof id === "number" ? "GitHub" : id.slice(0, id.indexOf(" ")));

/** As a person reads it. */
export const accountName = (id: PersonId): string => (typeof id === "number" ? `GitHub account ${id}` : id);
