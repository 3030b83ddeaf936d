/** What GitHub says about a person, asked with that person's own token. */
export interface Memberships {
  /** Whether they are an active member. @throws AppError github-unreachable, github-forbidden, github-answer */
  inOrganisation(token: string, organisation: string): Promise<boolean>;

  /** Whether they are an active member of the team; a team that does not exist has no members. @throws as above */
  inTeam(token: string, organisation: string, team: string, login: string): Promise<boolean>;
}
