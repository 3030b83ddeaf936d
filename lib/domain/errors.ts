// Every error an operator can meet: one row each. The sentence says what happened (lower case, no full stop), the hint
// says what to do. {names} are filled from the facts. Adapters and workers throw AppError; nobody writes prose elsewhere.

interface ErrorRow {
  sentence: string;
  hint: string;
  /** Whether the same call may succeed when it is simply made again. */
  retryable: boolean;
  http: number;
  exit: number;
}

const row = (sentence: string, hint: string, http: number, exit: number, retryable = false): ErrorRow => ({
  sentence,
  hint,
  http,
  exit,
  retryable,
});

export const ERRORS = {
  "settings-invalid": row(
    "the settings are not complete:\n{problems}",
    "Set the variables named above and start again; `--help` explains each of them.",
    500,
    78,
  ),
  "input-invalid": row(
    "the request is not valid: {problem}",
    "Correct the field named above and send it again.",
    400,
    64,
  ),
  "not-signed-in": row("you are not signed in", "Sign in with GitHub and try again.", 401, 77),
  "not-allowed": row(
    "the role {role} may not {action}",
    "Ask an administrator for the role {needed}; roles follow your GitHub teams.",
    403,
    77,
  ),
  "not-found": row("{what} does not exist", "Check the address, or open the list and choose from there.", 404, 66),

  "storage-unreachable": row(
    "the bucket {bucket} cannot be reached: {detail}",
    "Check the network and the bucket's region, then try again; the other copy may still answer.",
    503,
    75,
    true,
  ),
  "storage-denied": row(
    "access to {bucket} was refused for {action}",
    "Grant {action} on the bucket to this role; docs/security.md lists what each role needs.",
    403,
    77,
  ),
  "storage-bucket-missing": row(
    "the bucket {bucket} does not exist",
    "Check the bucket's name and region in the settings.",
    404,
    78,
  ),
  "object-missing": row(
    "{key} is not in {bucket}",
    "Look for an earlier version or in the replica; the runbook's section 'Missing object' shows how.",
    404,
    66,
  ),
  "object-exists": row(
    "{key} exists already in {bucket}",
    "Nothing was overwritten. Another run may have written it; look at its record before you start again.",
    409,
    73,
  ),
  "object-changed": row(
    "{key} was changed by somebody else meanwhile",
    "Read it again and repeat the change.",
    409,
    75,
    true,
  ),
  "object-too-large": row(
    "{key} is larger than the {limit} bytes this reader accepts",
    "The object is not what it claims to be; check who wrote it.",
    422,
    65,
  ),

  "manifest-invalid": row(
    "the manifest of snapshot {snapshot} cannot be read: {detail}",
    "Read the manifest from the replica, or an earlier version of it; the bundles beside it are not affected.",
    422,
    65,
  ),
  "manifest-format-unknown": row(
    "the manifest of snapshot {snapshot} has format {format}, which this version does not know",
    "Update Holdfast; the snapshot was written by a newer version.",
    422,
    65,
  ),
  "snapshot-missing": row(
    "there is no snapshot {snapshot} in {bucket}",
    "Choose a snapshot from the list; a folder without manifest.json is a backup that did not finish.",
    404,
    66,
  ),
  "entry-missing": row(
    "snapshot {snapshot} has no repository {repository}",
    "Search another snapshot: the repository may have had another name, or was not visible to the App that day.",
    404,
    66,
  ),
  "record-invalid": row(
    "the record {key} cannot be read: {detail}",
    "The record was written by a newer version or is damaged; an earlier version of the object may help.",
    422,
    65,
  ),

  "bundle-hash-mismatch": row(
    "{key} is not the bundle that was written: its SHA-256 is {found}, the manifest says {expected}",
    "Do not use this copy. Restore from the other bucket or an earlier version of the object.",
    422,
    65,
  ),
  "bundle-truncated": row(
    "{key} ends after {found} of {expected} bytes",
    "Do not use this copy. Restore from the other bucket or an earlier version of the object.",
    422,
    65,
  ),
  "bundle-corrupt": row(
    "{key} cannot be unpacked: {detail}",
    "Do not use this copy. Restore from the other bucket or from an older snapshot.",
    422,
    65,
  ),
  "refs-differ": row(
    "{count} refs of {repository} are not what was asked for, {first} for one",
    "The repository is not a faithful copy. Start the run again; if it repeats, use an older snapshot.",
    422,
    65,
  ),

  "github-credentials": row(
    "GitHub refused the App's credentials: {detail}",
    "Check the App id, the private key in Secrets Manager, and the clock of this machine.",
    502,
    77,
  ),
  "github-forbidden": row(
    "GitHub refused {action}: {detail}",
    "Grant the App the permission and approve the change as an owner of the organisation; needed: {needed}.",
    502,
    77,
  ),
  "github-not-found": row(
    "GitHub has no {what}, or the App cannot see it",
    "Check the name, and that the App is installed there and includes the repository.",
    502,
    66,
  ),
  "github-rate-limited": row(
    "GitHub's rate limit is reached until {until}",
    "Wait until then; the run can be started again without losing what is done.",
    503,
    75,
    true,
  ),
  "github-unreachable": row(
    "GitHub at {url} does not answer: {detail}",
    "Check GitHub's status page and this machine's network, then try again.",
    502,
    75,
    true,
  ),
  "github-answer": row(
    "GitHub answered {status} to {action}: {detail}",
    "Read the answer above; if it is not clear, repeat the call and give GitHub's request id {request} to their support.",
    502,
    70,
  ),
  "app-not-installed": row(
    "the GitHub App {app} is not installed on {organisation}",
    "Install the App on that organisation, or choose another target.",
    409,
    78,
  ),

  "repository-blocked": row(
    "GitHub has blocked {repository}: {detail}",
    "Older backups stay. Ask GitHub's support why; the run goes on without it.",
    502,
    66,
  ),
  "repository-unavailable": row(
    "GitHub refuses to serve {repository}: {detail}",
    "Older backups stay. Check the repository's state and the App's access; the run goes on without it.",
    502,
    66,
  ),
  "git-transfer-cut": row(
    "the transfer of {repository} broke off: {detail}",
    "Nothing half was kept. The next run fetches it again; if it repeats, look at the network between the task and GitHub.",
    502,
    75,
    true,
  ),
  "git-protocol": row(
    "{repository} was served in a way that is not git's protocol v2: {detail}",
    "Check that the server's URL is a GitHub and that no proxy changes the answers.",
    502,
    76,
  ),
  "git-remote-error": row(
    "the git server said of {repository}: {detail}",
    "The repository may be damaged on the server. Try `git clone` by hand, and tell GitHub's support if it fails too.",
    502,
    76,
  ),
  "git-command": row(
    "git {command} failed: {detail}",
    "Read git's words above; the run's log has the whole output.",
    500,
    70,
  ),
  "git-missing": row("git is not installed on this machine", "Install git 2.34 or newer and start again.", 500, 78),
  "pack-invalid": row(
    "the pack of {repository} is damaged: {detail}",
    "Nothing was kept. If it repeats, the repository is damaged on the server; run `git fsck` on a clone.",
    502,
    65,
    true,
  ),

  "target-exists": row(
    "{target} exists already",
    "Holdfast never overwrites. Choose another name, or rename the existing repository first.",
    409,
    73,
  ),
  "target-name-invalid": row(
    "{name} is not a repository name GitHub accepts",
    "Use letters, digits, dots, dashes and underscores, at most 100 characters, not ending in .git or .wiki.",
    400,
    64,
  ),
  "nothing-to-restore": row(
    "{repository} holds nothing to restore in snapshot {snapshot}: it was {outcome}",
    "{advice}",
    409,
    66,
  ),
  "plan-changed": row(
    "the plan is not the one that was approved: {difference}",
    "Open the restore again, look at the new plan, and start it from there.",
    409,
    73,
  ),
  "push-refused": row(
    "GitHub refused {count} refs of {target}: {first}",
    "The new repository is kept as it is. Mend what GitHub names and start the restore again under another name.",
    502,
    76,
  ),
  "confirmation-wrong": row("the typed text is not {expected}", "Type the target exactly as shown.", 400, 64),

  "run-not-started": row(
    "the task could not be started: {detail}",
    "Nothing was changed. Check the ECS cluster's events and the console's permissions, then start it again.",
    502,
    70,
    true,
  ),
  "run-already-active": row(
    "a {kind} run is already going on: {run}",
    "Open that run and follow it; start another when it has ended.",
    409,
    73,
  ),
  "run-incomplete": row(
    "{failed} of {total} repositories could not be backed up",
    "The others are safe. Each failure is named with its reason; the next run tries them again.",
    500,
    1,
  ),
  "run-stopped": row(
    "the run was stopped by {who}",
    "What was finished is kept. Start a new run when you are ready.",
    409,
    143,
  ),
  unexpected: row(
    "something unexpected happened: {detail}",
    "This is a fault in Holdfast. The run's log has the whole error; please report it with the reference id.",
    500,
    70,
  ),
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERRORS;
export type ErrorFacts = Record<string, string | number | undefined>;

/** What is shown and stored of an error: no stack, no secret. */
export interface Problem {
  code: ErrorCode;
  message: string;
  hint: string;
}

/** The one error type of Holdfast. `facts` fill the sentence; they must never contain a token or a key. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, facts: ErrorFacts = {}, options?: { cause?: unknown }) {
    super(fill(ERRORS[code].sentence, facts), options);
    this.name = "AppError";
    this.code = code;
    this.facts = facts;
  }

  get hint(): string {
    return fill(ERRORS[this.code].hint, this.facts);
  }

  get retryable(): boolean {
    return ERRORS[this.code].retryable;
  }

  get http(): number {
    return ERRORS[this.code].http;
  }

  get exit(): number {
    return ERRORS[this.code].exit;
  }
}

/** Whether `error` is one of ours with one of these codes: the question callers ask instead of a class tree. */
export function hasCode(error: unknown, ...codes: ErrorCode[]): error is AppError {
  return error instanceof AppError && codes.includes(error.code);
}

/** Any thrown value as an AppError; a stranger becomes `unexpected` with its message as detail and itself as cause. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new AppError("unexpected", { detail }, { cause: error });
}

export function problemOf(error: unknown): Problem {
  const known = asAppError(error);
  return { code: known.code, message: known.message, hint: known.hint };
}

function fill(template: string, facts: ErrorFacts): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? "unknown"));
}
