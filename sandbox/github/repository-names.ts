const LONGEST_NAME = 100;

/**
 * The name GitHub gives a repository that is asked for as `wanted`: what is not a letter, a digit, ".", "_" or "-"
 * silently becomes "-". Or GitHub's words for why it cannot be had.
 */
export function repositoryName(wanted: string): { name: string } | { refusal: string } {
  const name = wanted.trim().replace(/[^A-Za-z0-9._-]+/g, "-");
  if (name === "") return { refusal: "name is too short (minimum is 1 character)" };
  if (name.length > LONGEST_NAME) return { refusal: `name is too long (maximum is ${LONGEST_NAME} characters)` };
  if (name === "." || name === "..") return { refusal: "name is reserved" };
  if (/\.(git|wiki)$/i.test(name)) return { refusal: `name cannot end with '${name.slice(name.lastIndexOf("."))}'` };
  return { name };
}

/** Names of organisations and repositories are the same to GitHub whatever their case. */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
