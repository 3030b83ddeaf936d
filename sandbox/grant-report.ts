// What the roles are granted against what they were seen to use.
import type { Principal } from "./shared/principals";

/** As sandbox/shared/grant-log.ts writes it. */
export interface Decision {
  role: string;
  action: string;
  statement?: string;
}

/** `<role> <Sid> <action>`, or `<role> <action>` for what no statement is about. */
export interface GrantReport {
  /** Granted, never used, and without a reason. */
  unused: string[];
  /** Asked for by a role that has no statement about it, and not as a test of just that. */
  neverGranted: string[];
  /** Reasons for what is used after all, or is not granted any more. */
  outdated: string[];
}

export function reportGrants(
  roles: readonly Principal[],
  decisions: readonly Decision[],
  reasons: { untested: Readonly<Record<string, string>>; refused: Readonly<Record<string, string>> },
): GrantReport {
  const granted = roles.flatMap(grantsOf);
  const used = new Set(decisions.map(({ role, statement, action }) => `${role} ${statement} ${action}`));
  const unused = granted.filter((each) => !used.has(each));
  const neverGranted = [
    ...new Set(
      decisions
        .filter((each) => each.statement === undefined && roles.some((role) => role.name === each.role))
        .filter(
          ({ role, action }) => !granted.some((each) => each.startsWith(`${role} `) && each.endsWith(` ${action}`)),
        )
        .map(({ role, action }) => `${role} ${action}`),
    ),
  ];
  return {
    unused: unused.filter((each) => !(each in reasons.untested)).sort(),
    neverGranted: neverGranted.filter((each) => !(each in reasons.refused)).sort(),
    outdated: [
      ...Object.keys(reasons.untested).filter((each) => !unused.includes(each)),
      ...Object.keys(reasons.refused).filter((each) => !neverGranted.includes(each)),
    ].sort(),
  };
}

const grantsOf = ({ name, allow }: Principal): string[] =>
  allow.flatMap((grant) =>
    typeof grant === "string" ? [] : grant.Action.map((action) => `${name} ${grant.Sid} ${action}`),
  );
