// Which refs of a repository belong to its backup: all but those that match a pattern. A pattern means what it means in a
// refspec of git's: it is whole (it begins with refs/), and its one `*` stands for any characters, slashes too, so for one
// segment of a name or more. HEAD and the branches cannot be left out: a backup without them is none.
import { type Ref, unescapeRefName } from "./refs";

/** As it stands in a manifest. */
export interface RefScope {
  /** Patterns of the refs that are left out. */
  exclude: readonly string[];
}

/** GitHub recomputes these; they are not anybody's work and change all the time. */
export const DEFAULT_REF_SCOPE: RefScope = { exclude: ["refs/pull/*/merge"] };

const BRANCHES = "refs/heads/";

/** What cannot stand in a ref's name (git-check-ref-format): blanks and control characters, and `~^:?[\`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are just the characters a pattern must not have
const FORBIDDEN = /[\u0000-\u0020\u007f~^:?[\\]|\.\.|\/\/|@\{|\/$|\p{Cs}/u;

/** What is wrong with a pattern, to follow its name in a sentence; undefined when it can be used. */
export function refPatternProblem(pattern: string): string | undefined {
  const [before = "", ...rest] = pattern.split("*");
  const open = rest.length === 1;
  if (before.startsWith(BRANCHES) || `${pattern}/` === BRANCHES || (open && BRANCHES.startsWith(before)))
    return "would leave out branches; they always belong to a backup";
  return patternShapeProblem(pattern);
}

/** The same of a pattern that may stand for branches too. */
export function patternShapeProblem(pattern: string): string | undefined {
  if (FORBIDDEN.test(pattern)) return "has characters that no ref's name has";
  if (pattern.split("*").length > 2) return "has more than one *; write two patterns instead";
  if (!pattern.startsWith("refs/")) return "does not begin with refs/, e.g. refs/pull/*";
  return undefined;
}

/** The refs that belong to the backup, and how many do not. Takes time in proportion to names and patterns, whatever they are. */
export function withinScope(scope: RefScope, refs: readonly Ref[]): { refs: Ref[]; excluded: number } {
  const tests = scope.exclude.map(refMatcher);
  const kept = refs.filter(({ name }) => isUntouchable(name) || !tests.some((matches) => matches(name)));
  return { refs: kept, excluded: refs.length - kept.length };
}

/** Patterns that cannot be used are refused where they are read; should one get here all the same, it takes no branch. */
function isUntouchable(name: string): boolean {
  return name === "HEAD" || name.startsWith(BRANCHES);
}

/** Names are byte strings, patterns are text. No regular expression: a pattern cannot make the comparison slow. */
export function refMatcher(pattern: string): (name: string) => boolean {
  const [before = "", after] = pattern.split("*").map(unescapeRefName);
  if (after === undefined) return (name) => name === before;
  const shortest = before.length + after.length;
  return (name) => name.length >= shortest && name.startsWith(before) && name.endsWith(after);
}
