import type { ToldGroups } from "@/lib/domain/oidc-claims";

/** What an identity provider says about a person now, asked with the token that it gave for that person. */
export interface Directory {
  /** @throws AppError not-signed-in when the token is over or was taken back, directory-unreachable, directory-answer */
  groupsOf(token: string, subject: string): Promise<ToldGroups>;
}
