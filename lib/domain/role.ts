// Who may do what. The server decides with `may`; pages use the same table to explain a disabled button.
export const ROLES = ["viewer", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** The least role for each action. */
export const ACTION_ROLE = {
  view: "viewer",
  "start a backup": "operator",
  "start a proof": "operator",
  "start a drill": "operator",
  "restore a repository": "operator",
  // It costs storage, and nobody can lift it before it expires.
  "hold a snapshot": "admin",
  "download a backup": "operator",
  // What is in a backup is the source code: to see it is to have it.
  "browse a backup": "operator",
  "download a file": "operator",
  "change a restored repository": "operator",
  "delete or publish a restored repository": "admin",
  // One's own, or the schedule's: see act-to-stop.ts.
  "stop a run": "operator",
  "stop somebody else's run": "admin",
  // What two people decide together: see approval/two-people.ts.
  "ask for approval": "operator",
  "withdraw a request": "operator",
  "approve a plan": "admin",
  "refuse a plan": "admin",
  "sign out everywhere": "viewer",
  // How scripts get in: see api-token/token-scope.ts.
  "make an API token": "operator",
  "make an API token of an administrator": "admin",
  "revoke an API token": "operator",
  "approve an API token": "admin",
  // It has people's addresses.
  "read the audit trail": "admin",
} as const satisfies Record<string, Role>;
export type Action = keyof typeof ACTION_ROLE;
const LOOKING = ["view", "read the audit trail"] as const satisfies Action[];
/** What is told in the audit trail: all but looking. */
export type Act = Exclude<Action, (typeof LOOKING)[number]>;
export const ACTS = (Object.keys(ACTION_ROLE) as Action[]).filter(
  (action): action is Act => !(LOOKING as readonly Action[]).includes(action),
);

export function may(role: Role, action: Action): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(ACTION_ROLE[action]);
}
