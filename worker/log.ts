// The worker's only voice. One JSON line per event where a machine listens, plain lines on a terminal. Every text passes
// the redactor before it is put into a line: no GitHub token in any form, no private key, no AWS key or signature.
import { redact, redactDeep } from "@/lib/domain/redact";

export type LogValue = string | number | boolean | undefined | LogValue[] | { [name: string]: LogValue };
export type LogFacts = Record<string, LogValue>;

export interface Log {
  info(event: string, message: string, facts?: LogFacts): void;
  warn(event: string, message: string, facts?: LogFacts): void;
  error(event: string, message: string, facts?: LogFacts): void;
  /** An event for machines whose facts people get as `lines` instead of the message. */
  report(event: string, message: string, facts: LogFacts, lines: string[]): void;
}

export interface LogOptions {
  format: "json" | "human";
  write: (line: string) => void;
  now: () => Date;
  /** Marks warnings and errors in colour; for terminals. */
  colour?: boolean;
}

type Level = "info" | "warn" | "error";

export function createLog({ format, write, now, colour = false }: LogOptions): Log {
  const json = (level: Level, event: string, message: string, facts: LogFacts) =>
    write(`${JSON.stringify(redactDeep({ time: now().toISOString(), level, event, message, ...facts }))}\n`);
  const emit =
    (level: Level) =>
    (event: string, message: string, facts: LogFacts = {}) => {
      if (format === "json") json(level, event, message, facts);
      else write(`${redact(human(now(), level, printable(redact(message)), facts, colour))}\n`);
    };
  return {
    info: emit("info"),
    warn: emit("warn"),
    error: emit("error"),
    report: (event, message, facts, lines) => {
      if (format === "json") json("info", event, message, facts);
      else write(`${printable(redact(lines.join("\n")))}\n`);
    },
  };
}

/**
 * A message may quote a server, a ref or a description: none of them moves the cursor or renames the window. After the redactor,
 * which knows escape sequences and looks through them.
 */
const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "\ufffd");

const MARKS: Record<Level, { text: string; colour: string }> = {
  info: { text: "", colour: "" },
  warn: { text: "WARN ", colour: "\x1b[33m" },
  error: { text: "ERROR ", colour: "\x1b[31m" },
};
const PLAIN = "\x1b[0m";

function human(time: Date, level: Level, message: string, facts: LogFacts, colour: boolean): string {
  const mark = MARKS[level];
  const text = colour && mark.text !== "" ? `${mark.colour}${mark.text}${PLAIN}` : mark.text;
  const hint = facts.hint ? `\n           ${printable(String(facts.hint))}` : "";
  return `${time.toISOString().slice(11, 19)}   ${text}${message}${hint}`;
}
