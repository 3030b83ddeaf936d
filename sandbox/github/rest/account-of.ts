import type { Caller } from "../callers";

/** Whose limit a request counts against, in GitHub's words: tokens of one installation share theirs. */
export function accountOf(caller: Caller): string {
  switch (caller.kind) {
    case "anonymous":
      return "anonymous";
    case "app":
      return `integration ID ${caller.app.id}`;
    case "installation":
      return `installation ID ${caller.installation.id}`;
    case "person":
      return `user ID ${caller.person.id}`;
  }
}
