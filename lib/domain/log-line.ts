// A line of a task's log as people read it: on the run's page, and in the file that is downloaded.
import { parseJson } from "./json";

export const LOG_LEVELS = ["info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const LOG_LEVEL_LABEL: Record<LogLevel, string> = {
  info: "Every line",
  warn: "Warnings and errors",
  error: "Errors",
};

export interface LogEntry {
  at: string;
  level: LogLevel;
  text: string;
}

/** One line of the worker's log: JSON with time, level, message and hint; anything else, such as a crash, stays as it is. */
export function logEntry({ at, message }: { at: string; message: string }): LogEntry {
  const json = message.startsWith("{") ? parseJson(message) : undefined;
  if (typeof json !== "object" || json === null || !("message" in json) || typeof json.message !== "string") {
    return { at, level: "info", text: message.replace(/\n$/, "") };
  }
  const { level, time, hint } = json as Record<string, unknown>;
  const text = [json.message, typeof hint === "string" ? hint : ""].filter(Boolean).join("\n");
  return {
    at: typeof time === "string" ? time : at,
    level: level === "warn" || level === "error" ? level : "info",
    text,
  };
}

const MARK: Record<LogLevel, string> = { info: "", warn: "WARN ", error: "ERROR " };

/** One line of the downloaded file; a hint goes on below, indented. */
export function logText({ at, level, text }: LogEntry): string {
  return `${at} ${MARK[level]}${text.replaceAll("\n", "\n    ")}\n`;
}

export interface LogFilter {
  /** Anywhere in the text, in upper or lower case. */
  find: string;
  /** This and worse. */
  level: LogLevel;
}

export const matchesLog = ({ level, text }: LogEntry, filter: LogFilter): boolean =>
  LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(filter.level) &&
  text.toLowerCase().includes(filter.find.toLowerCase());
