// What may not be said: GitHub's tokens in every form, our own, JWTs and session cookies, private keys, credentials in
// addresses and headers, AWS keys and signatures. Whatever leaves a process in words passes here. Every step is linear in the
// length of the text: runs of characters are cut out first and looked at once, so that no text can hold the process up.

import { TOKEN_PREFIX } from "./api-token/token-text";

const REMOVED = "[removed]";

/** Escape sequences of terminals. They may stand in the middle of a secret, where a program marks a part of a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that are looked for
const ANSI = /\u001b(?:\[[0-9;:?]{0,32}[ -/]{0,4}[@-~]|\][^\u0007\u001b]{0,256}(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;

/**
 * The text without what opens a door. `known` are secrets that have no form of their own to be known by, like an OAuth
 * client secret: they are removed wherever they stand.
 */
export function redact(text: string, known: readonly string[] = []): string {
  if (!text.includes("\u001b")) return redactPlain(text, known);
  const plain = text.replace(ANSI, "");
  const redacted = redactPlain(plain, known);
  // Colours go only with a line that needed it.
  return redacted === plain ? redactPlain(text, known) : redacted;
}

/** Text by text, before it becomes JSON: in a whole line a secret's end could take a quotation mark with it. */
export function redactDeep<T>(value: T): T {
  return cleaned(value) as T;
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [redact(name), cleaned(each)]));
}

function redactPlain(text: string, known: readonly string[]): string {
  const without = known.reduce((rest, secret) => (secret === "" ? rest : rest.split(secret).join(REMOVED)), text);
  // The patterns first: a run is cut at what looks like a JWT, and a token with one inside begins before it.
  const rest = PATTERNS.reduce((text, pattern) => text.replace(pattern, keptOf), without);
  return rest.replace(TOKEN_RUN, withoutJwt).replace(BASE64_RUN, withoutEncoded).replace(HANGING_ON, REMOVED);
}

/** What a pattern's first group caught stands before the secret, and tells what was there. */
const keptOf = (_: string, kept: unknown) => `${typeof kept === "string" ? kept : ""}${REMOVED}`;

/** A pattern may have met its form by chance in the middle of a longer secret: what hangs on to it belongs to it. */
const HANGING_ON = /\[removed\][\w.%-]{12,}/g;

const TOKEN_RUN = /[\w.%-]{24,}/g;
const BASE64_RUN = /[A-Za-z0-9+/_%-]{20,}={0,2}/g;

/** Of a JWT, or of the five parts of an encrypted one: from its beginning to the end of the run. The middle one may be empty. */
function withoutJwt(run: string): string {
  const parts = run.split(".");
  const first = parts.slice(0, -1).findIndex((part) => /eyJ[\w%-]{8}/.test(part));
  if (first < 0) return run;
  const head = parts[first] ?? "";
  return [...parts.slice(0, first), `${head.slice(0, head.indexOf("eyJ"))}${REMOVED}`].join(".");
}

const withoutEncoded = (run: string) => (ENCODED.test(run) ? REMOVED : run);

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The bits that small letters and digits have in common. */
const LETTER_OR_DIGIT = "0.1.....";

/** What tokens and keys begin with, as base64 writes it: by the place in a group of three bytes it begins at. */
const ENCODED = new RegExp(
  [
    ...["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "x-access-token:", "-----BEGIN"].flatMap((text) =>
      encodings(text),
    ),
    // Three letters alone are in many a checksum: the small letters and digits of the id behind them belong to it.
    ...encodings(TOKEN_PREFIX, 12),
  ].join("|"),
);

/** Of the letters at both ends some bits belong to a neighbour: any letter with the others. `behind` are letters or digits. */
function encodings(text: string, behind = 0): string[] {
  const letters = [...text].map((letter) => letter.charCodeAt(0).toString(2).padStart(8, "0"));
  const bits = letters.join("") + LETTER_OR_DIGIT.repeat(behind);
  return [0, 8, 16].map((before) => {
    const known = `${".".repeat(before % 6)}${bits}`;
    const sixes = known.padEnd(Math.ceil(known.length / 6) * 6, ".").match(/.{6}/g) ?? [];
    return sixes.map((six) => `[${lettersOf(six)}]`).join("");
  });
}

function lettersOf(six: string): string {
  const pattern = new RegExp(`^${six}$`);
  return [...BASE64]
    .filter((_, value) => pattern.test(value.toString(2).padStart(6, "0")))
    .map((letter) => ({ "+": "+\\-", "/": "/_" })[letter] ?? letter)
    .join("");
}

/** Names whose values are secrets, as variables, parameters, headers and members of JSON. */
const NAMES = [
  "client_secret",
  "(?:access|refresh|id|session|security|csrf|git)_?-?token",
  "private_?key",
  "secret_?(?:access_?)?key",
  "nextauth_secret",
  "password",
  "passwd",
  "x-amz-credential",
  "aws_?access_?key_?id",
  "signature",
].join("|");

const PATTERNS = [
  // GitHub's tokens: classic, fine-grained, and the long ones of installations, which have dots. No word boundary stands
  // before them in an address ("%3Dghs_...").
  /gh[opusr](?:_|%5F)[A-Za-z0-9._-]{10,}/gi,
  /github_pat(?:_|%5F)[A-Za-z0-9_]{10,}/gi,
  // Our own, also one that was cut off.
  /hf(?:_|%5F)[a-z0-9]{12}(?:_|%5F)[A-Za-z0-9]{4,}/gi,
  // One that was cut off has no end.
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
  // The body of an RSA key without its first line: PKCS#1 and PKCS#8.
  /MII[CEJ][A-Za-z0-9+/\\\s]{60,}={0,2}/g,
  /(?:AKIA|ASIA)[A-Z0-9]{16}/g,
  // What AWS's session tokens begin with.
  /(?:IQoJ|FwoG|FQoG|AQoD)[A-Za-z0-9+/=_%-]{60,}/g,
  /(:\/\/)[^\s/@"'<>]{1,2000}(?=@)/g,
  // An Authorization header; a digit tells it from the words "Basic authentication".
  /\b((?:Bearer|Basic|token)(?: |%20))(?=\S{0,200}\d)[A-Za-z0-9+/=._%~-]{8,}/gi,
  /([?&]code=)[\w-]{10,}/g,
  new RegExp(`((?:${NAMES})["'\\\\]{0,4}\\s{0,3}[=:]\\s{0,3}["'\\\\]{0,4})[^\\s"'\\\\&,;})<>]{3,}`, "gi"),
];
