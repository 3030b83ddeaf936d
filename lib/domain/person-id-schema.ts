// How people are told apart, as it is written in records and comes from outside.
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
