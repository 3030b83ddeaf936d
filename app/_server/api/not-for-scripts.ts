// Handlers that are no part of the API, each with the reason. Every handler is either here or an operation: a test reads the files.
const BY_PEOPLE = "Tokens are made and ended by people.";
const WORDS = "A word of two people is a person's.";
const OF_PAGES = "Its shape is that of the pages that are made of it, and may change with them.";

/** Method and folder below app/api. */
export const NOT_FOR_SCRIPTS: Readonly<Record<string, string>> = {
  "GET [...address]": "It answers for addresses that do not exist.",
  "POST [...address]": "It answers for addresses that do not exist.",
  "GET v1/[...address]": "It is the API's door.",
  "POST v1/[...address]": "It is the API's door.",
  "POST approvals": WORDS,
  "POST approvals/[id]/decide": WORDS,
  "POST approvals/[id]/withdraw": WORDS,
  "POST sessions/end": "Sessions are people's.",
  "GET tokens": BY_PEOPLE,
  "POST tokens": BY_PEOPLE,
  "POST tokens/[id]/approve": BY_PEOPLE,
  "POST tokens/[id]/revoke": BY_PEOPLE,
  "GET browse/open": OF_PAGES,
  "GET browse/refs": OF_PAGES,
  "GET browse/path": OF_PAGES,
  "GET browse/commits": OF_PAGES,
  "GET browse/file": OF_PAGES,
  "GET browse/move": OF_PAGES,
  "GET first-steps": OF_PAGES,
  "GET retention": OF_PAGES,
};
