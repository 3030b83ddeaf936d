// The worker's only voice. One JSON line per event where a machine listens, plain lines on a terminal. Every line passes
// the redactor: no GitHub token in any form, no private key.

export type LogFacts = Record<string, string | number | boolean | undefined>;

export interface Log {
  info(event: string, message: string, facts?: LogFacts): void;
  warn(event: string, message: string, facts?: LogFacts): void;
  error(event: string, message: string, facts?: LogFacts): void;
}

export interface LogOptions {
  format: "json" | "human";
  write: (line: string) => void;
  now: () => Date;
}

export function createLog({ format, write, now }: LogOptions): Log {
  const emit =
    (level: "info" | "warn" | "error") =>
    (event: string, message: string, facts: LogFacts = {}) => {
      const time = now().toISOString();
      const line =
        format === "json"
          ? JSON.stringify({ time, level, event, message, ...facts })
          : human(time, level, message, facts);
      write(`${redact(line)}\n`);
    };
  return { info: emit("info"), warn: emit("warn"), error: emit("error") };
}

/** Replaces what looks like a GitHub token (short and long forms), a JWT or a PEM key. */
export function redact(text: string): string {
  return text
    .replace(/\b(gh[a-z]|github_pat)_[A-Za-z0-9._-]{16,}/g, "[token removed]")
    .replace(/\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g, "[token removed]")
    .replace(/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, "[key removed]");
}

function human(time: string, level: string, message: string, facts: LogFacts): string {
  const mark = level === "info" ? "" : `${level.toUpperCase()} `;
  const hint = facts.hint ? `\n           ${facts.hint}` : "";
  return `${time.slice(11, 19)}   ${mark}${message}${hint}`;
}
