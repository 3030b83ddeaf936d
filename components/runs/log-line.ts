import { parseJson } from "@/lib/domain/json";

export interface LogEntry {
  at: string;
  level: "info" | "warn" | "error";
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
