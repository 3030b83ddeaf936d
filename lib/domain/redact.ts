/** Tokens, keys and signatures that an error text may quote. */
const SECRETS = [
  /\bgh[a-z]_[A-Za-z0-9_.-]+/g,
  /\bgithub_pat_\w+/g,
  /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /-----BEGIN [^-]+-----[\s\S]*?-----END [^-]+-----/g,
  /\b(?:Bearer|Basic) [A-Za-z0-9+/=._-]{8,}/gi,
  /\b(?:X-Amz-)?(?:Signature|Security-Token)=[^&\s",]+/gi,
];

/** The text without what opens a door: it goes into a log that many may read. */
export function redact(text: string): string {
  return SECRETS.reduce((rest, pattern) => rest.replace(pattern, "[removed]"), text);
}
