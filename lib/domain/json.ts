/** Nothing of ours is half as deep. What is far deeper breaks whoever walks through it, JSON.stringify first. */
const MOST_LEVELS = 64;

/** The value of a JSON text that others may have written. Undefined for what is no JSON, or nested without end. */
export function parseJson(text: string): unknown {
  if (isDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isDeep(text: string): boolean {
  let level = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) quoted = false;
    } else if (code === QUOTE) quoted = true;
    else if (code === BRACKET || code === BRACE) {
      level += 1;
      if (level > MOST_LEVELS) return true;
    } else if (code === BRACKET_END || code === BRACE_END) level -= 1;
  }
  return false;
}

const [QUOTE, BACKSLASH, BRACKET, BRACKET_END, BRACE, BRACE_END] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];
