// What tells people apart, in sessions, approvals and the audit trail. Logins change and may be given to somebody else.
import type { PersonId } from "./person-id-schema";

export type { PersonId } from "./person-id-schema";

/** Who vouches for the person; `GitHub`, or the issuer. */
export const directoryOf = (id: PersonId): string => (typeof id === "number" ? "GitHub" : id.slice(0, id.indexOf(" ")));

/** As a person reads it. */
export const accountName = (id: PersonId): string => (typeof id === "number" ? `GitHub account ${id}` : id);
