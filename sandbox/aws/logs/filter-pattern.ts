import { AwsError } from "../aws-error";

/**
 * CloudWatch Logs filter patterns for unstructured text: terms (all must occur), "quoted phrases", `?optional` (one must
 * occur) and `-excluded`. Case matters. Patterns for JSON, fields and regular expressions are refused, not guessed.
 *
 * @throws AwsError InvalidParameterException
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function compileFilterPattern(pattern: string): (message: string) => boolean {
  const text = pattern.trim();
  if (/^[{[%]/.test(text)) {
    throw new AwsError(
      "InvalidParameterException",
      "the sandbox matches terms, quoted phrases, ?optional and -excluded terms only; it has no JSON, field or regular expression patterns",
    );
  }
  const terms = parseTerms(text);
  const of = (kind: Term["kind"]) => terms.filter((term) => term.kind === kind).map((term) => term.text);
  const [required, optional, excluded] = [of("required"), of("optional"), of("excluded")];
  // AWS ignores optional terms that stand beside others.
  const onlyOptional = required.length === 0 && excluded.length === 0 && optional.length > 0;
  return (message) =>
    required.every((term) => message.includes(term)) &&
    !excluded.some((term) => message.includes(term)) &&
    (!onlyOptional || optional.some((term) => message.includes(term)));
}

interface Term {
  kind: "required" | "optional" | "excluded";
  text: string;
}

function parseTerms(pattern: string): Term[] {
  const terms: Term[] = [];
  let rest = pattern;
  while (rest !== "") {
    const match = /^([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))\s*/.exec(rest);
    if (!match)
      throw new AwsError("InvalidParameterException", "Invalid filter pattern: a quotation mark is not closed");
    const [whole, sign, quoted, bare] = match;
    const text = quoted === undefined ? (bare ?? "") : quoted.replace(/\\(.)/g, "$1");
    const kind = sign === "?" ? "optional" : sign === "-" ? "excluded" : "required";
    if (text !== "") terms.push({ kind, text });
    rest = rest.slice(whole.length);
  }
  return terms;
}
