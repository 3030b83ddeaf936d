import fc from "fast-check";
import { expect, test } from "vitest";
import { redact, redactDeep } from "./redact";

const letters = (length: number, unit = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") =>
  fc.string({ unit: fc.constantFrom(...unit), minLength: length, maxLength: length });
const base64 = (length: number) => letters(length, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
const base64url = (length: number) =>
  letters(length, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
const joined = (...parts: (string | fc.Arbitrary<string>)[]) =>
  fc.tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part))).map((all) => all.join(""));
const jwt = joined("eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOj", base64url(60), ".", base64url(342));

/** Every form a token of GitHub's or of our own has, and what must not be left of it. */
const TOKENS: Record<string, fc.Arbitrary<string>> = {
  "classic, of a person": joined("ghp_", letters(36)),
  "of a sign-in": joined("gho_", letters(36)),
  "of a person through an App": joined("ghu_", letters(36)),
  "of an installation": joined("ghs_", letters(36)),
  "to refresh another": joined("ghr_", letters(76)),
  "fine-grained": joined("github_pat_", letters(22), "_", letters(59)),
  "of an installation, long": joined("ghs_1234567_", letters(36), ".", letters(132), ".", letters(342)),
  "of this console's API": joined("hf_", letters(12, "abcdefghijklmnopqrstuvwxyz0123456789"), "_", letters(49)),
  "of an installation, with a JWT in it": joined("ghs_1234567_", jwt),
};

/** What else opens a door, by a form of its own. */
const OTHERS: Record<string, fc.Arbitrary<string>> = {
  JWT: jwt,
  "session cookie": joined(
    "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..",
    base64url(16),
    ".",
    base64url(200),
    ".",
    base64url(22),
  ),
  "session token of AWS": joined("IQoJb3JpZ2luX2VjE", base64(300)),
};

/** Where a secret stands. The longest run of it that is left may be no longer than what could not be told from a word. */
const PLACES: Record<string, (secret: string) => string> = {
  alone: (secret) => secret,
  "in a sentence": (secret) => `could not use ${secret}, sorry`,
  "in JSON": (secret) => JSON.stringify({ deep: [{ token: secret }] }),
  "in JSON in JSON": (secret) => JSON.stringify(JSON.stringify({ [secret]: secret })),
  "in an address": (secret) => `https://x-access-token:${secret}@github.com/acme/web.git`,
  "in a parameter": (secret) => `/callback?access_token=${secret}&state=1`,
  "encoded for an address": (secret) => encodeURIComponent(`https://a.example/?next=x=${secret}`),
  "in a header": (secret) => `authorization: token ${secret}`,
  "behind a letter": (secret) => `abc${secret}`,
  "among line breaks": (secret) => `first\n${secret}\r\nlast`,
  coloured: (secret) => `\u001b[31m${secret}\u001b[0m`,
  "coloured in part": (secret) =>
    `x ${secret.slice(0, 9)}\u001b[1;31m${secret.slice(9, 30)}\u001b[m${secret.slice(30)}`,
};
const ENCODED: Record<string, (secret: string) => string> = {
  "as basic credentials": (secret) => `Basic ${btoa(`x-access-token:${secret}`)}`,
  "as base64": (secret) => `got ${btoa(secret)}`,
  "as base64 behind a byte": (secret) => btoa(`:${secret}`),
  "as base64 behind two": (secret) => btoa(`a:${secret}:b`),
  "as base64 in an address": (secret) => encodeURIComponent(`?state=${btoa(`{"t":"${secret}"}`)}`),
  "as base64url": (secret) => btoa(`a?${secret}`).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""),
};

const LONGEST_REST = 12;

/** No piece of it, however it is written. */
function expectNothingOf(secret: string, written: string, said: string): void {
  const forms = [secret, written];
  for (const form of forms) {
    // Of the form as written only what is not the frame around the secret.
    const from = form === written ? form.indexOf(secret) : 0;
    if (from < 0) continue;
    for (let at = from; at + LONGEST_REST <= from + secret.length; at += 4)
      expect(said).not.toContain(form.slice(at, at + LONGEST_REST));
  }
}

test.each(Object.keys(TOKENS))("a token %s does not come out, wherever it stands and whatever is around", (form) => {
  const token = TOKENS[form] as fc.Arbitrary<string>;
  for (const place of Object.values(PLACES)) {
    fc.assert(
      fc.property(token, fc.string(), fc.string(), (secret, before, behind) => {
        const said = redact(`${before} ${place(secret)} ${behind}`);
        expectNothingOf(secret, secret, said);
        expect(said).toContain("[removed]");
      }),
      { numRuns: 30 },
    );
  }
});

test.each(Object.keys(TOKENS))("a token %s does not come out of its base64 either", (form) => {
  const token = TOKENS[form] as fc.Arbitrary<string>;
  for (const encode of Object.values(ENCODED)) {
    fc.assert(
      fc.property(token, (secret) => {
        const written = encode(secret);
        const said = redact(`${written} end`);
        expect(said).toContain("[removed]");
        for (const run of written.match(/[A-Za-z0-9+/_-]{24,}/g) ?? []) expect(said).not.toContain(run.slice(-20));
      }),
      { numRuns: 30 },
    );
  }
});

test.each(Object.keys(OTHERS))("a %s does not come out", (form) => {
  const { "in an address": _, ...places } = PLACES;
  for (const place of Object.values(places)) {
    fc.assert(
      fc.property(OTHERS[form] as fc.Arbitrary<string>, (secret) => {
        // What is encoded for an address has no "+", "/" and "=" any more.
        const said = redact(place(secret));
        for (const part of secret.split(/[.+/]/).filter((each) => each.length > LONGEST_REST))
          expectNothingOf(part, part, said);
      }),
      { numRuns: 30 },
    );
  }
});

test("a JWT that has by chance what another token looks like goes whole", () => {
  const rest = "Zx9".repeat(40);
  for (const inside of ["hF_aaaaaaaaaaaa_bbbb", `IQoJ${"b3Jp".repeat(16)}`, "AKIAABCDEFGHIJKLMNOP", "ghs_0123456789"]) {
    const header = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9";
    for (const secret of [
      `${header}.eyJpYXQiOj${inside}_${rest}.${rest}`,
      `${header}.eyJpYXQiOj${rest}.${rest}${inside}_${rest}`,
    ])
      expect(redact(`used ${secret}, sorry`)).toMatch(/^used (?:\[removed\])+, sorry$/);
  }
});

const PEM = `-----BEGIN RSA PRIVATE KEY-----\n${"MIIEpAIBAAKCAQEAuQ4vTh2e1a\n".repeat(20)}-----END RSA PRIVATE KEY-----\n`;

test.each([
  ["a private key", PEM],
  ["a private key in JSON", JSON.stringify({ key: PEM })],
  ["a private key that was cut off", PEM.slice(0, 300)],
  ["a private key's lines without the first", PEM.slice(32, 300)],
  ["a private key as base64", btoa(PEM)],
  ["a key's id", "AKIAIOSFODNN7EXAMPLE"],
  ["a key's secret", "aws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"],
  ["a key's secret in an answer", '{"SecretAccessKey" : "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"}'],
  ["a bearer", "Bearer abcdefghijklmnop1"],
  ["basic credentials", "authorization: basic dXNlcjpwYXNzd29yZDE="],
  ["the token of an older GitHub Enterprise Server", "authorization: token 0123456789abcdef0123456789abcdef01234567"],
  ["an address with a password", "https://me:hunter22hunter@host/"],
  ["a signature", "X-Amz-Signature=deadbeefdeadbeef"],
  [
    "a signed address",
    "?X-Amz-Credential=ABCDEF%2F20260101&X-Amz-Security-Token=abcabcabc&X-Amz-Signature=deadbeefdeadbeef",
  ],
  ["an OAuth secret", '{"client_id":"x","client_secret":"0123456789abcdef0123456789abcdef01234567"}'],
  ["an OAuth code", "/api/auth/callback/github?code=0123456789abcdef0123"],
  ["a secret of the session", "NEXTAUTH_SECRET=correcthorsebatterystaple"],
])("%s never reaches a log", (_, secret) => {
  const said = redact(`GET failed: ${secret}`);
  expect(said).toContain("[removed]");
  for (const part of [
    "MIIEpAIBAAKC",
    "uQ4vTh2e",
    "SUlFcEFJQk",
    "IOSFODNN7",
    "wJalrXUtn",
    "ghijklmnop",
    "dXNlcjpw",
    "56789abcdef",
    "hunter22",
    "deadbeef",
    "ABCDEF%2F",
    "abcabc",
    "correcthorse",
  ])
    expect(said).not.toContain(part);
});

test("what is said of a key or a token stays, and so do the names around it", () => {
  for (const text of [
    "the bucket holdfast-backups cannot be reached",
    "acme/ghost: 12 refs, 3f2504e04f8911d39a0c0305e82c3301",
    "Basic authentication is not supported",
    "mint an installation token: the private key cannot be used (error:1E08010C:DECODER routes::unsupported)",
    "2026-11-21T16:00:00Z arn:aws:secretsmanager:us-east-1:123456789012:secret:holdfast/backup-app-key-AbCdEf",
    "github-backup/2026-04-16/bundles/acme/web/0123456789abcdef0123456789abcdef01234567.bundle",
    "sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "docs/documentation/doclist/docs1/doc1/dodV-and-more-of-it.md",
    "\u001b[31mERROR \u001b[0mbroken",
    "https://github.com/acme/web.git and http://127.0.0.1:4801/api/v3/app",
  ])
    expect(redact(text)).toBe(text);
  expect(redact("GET failed: ghs_16C7e42F292c6912E7710c838347Ae178B4a, then more")).toBe(
    "GET failed: [removed], then more",
  );
  expect(redact("fatal: https://x-access-token:abc@github.com/acme/web.git: 403")).toBe(
    "fatal: https://[removed]@github.com/acme/web.git: 403",
  );
});

test("a secret without a form of its own is removed by its value", () => {
  expect(redact("asked with s3cr3t and $&", ["s3cr3t", ""])).toBe("asked with [removed] and $&");
});

test("values of any depth keep their shape", () => {
  const secret = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";
  const value = { a: [{ b: secret }, 1, null, undefined, true], [secret]: "x" };
  expect(redactDeep(value)).toEqual({ a: [{ b: "[removed]" }, 1, null, undefined, true], "[removed]": "x" });
});

/** What each pattern begins with, over and over: whoever looks back from each of them needs the square of the time. */
const HARD = [
  "ghs_",
  "gh",
  "github_pat_",
  "eyJ",
  "eyJhbGciOiJ",
  "eyJhbGciOi.",
  "A",
  "A.",
  "%3D",
  "-----BEGIN ",
  "-----BEGIN A",
  "-----BEGIN RSA PRIVATE KEY-----",
  "MII",
  "MIIE",
  "MIIE ",
  "AKIA",
  "IQoJ",
  "://",
  "://a:",
  "Bearer ",
  "Basic a",
  "token 1",
  "?code=",
  "password",
  "password=",
  'password\\"',
  "client_",
  "\u001b[",
  "\u001b[1",
  "\u001b]",
  "Z2hz",
  "a=",
  " ",
  "\n",
  '"',
  "x@",
];

test.each(HARD)("a text of nothing but %j takes time by its length, not by the square of it", (piece) => {
  const long = (length: number) => piece.repeat(Math.ceil(length / piece.length));
  const least = (text: string) => {
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 4; round++) {
      // The processor's time: others use the machine as well.
      const started = process.cpuUsage();
      redact(text);
      best = Math.min(best, process.cpuUsage(started).user);
    }
    // What takes no time to speak of has no ratio either.
    return Math.max(best, 300);
  };
  const [short, tall] = [long(10_000), long(320_000)];
  least(short);
  // 32 times as long: linear is 32, the square 1,024.
  expect(least(tall) / least(short)).toBeLessThan(256);
});
