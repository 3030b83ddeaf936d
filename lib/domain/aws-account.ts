/** The account that an ARN names: `arn:aws:iam::123456789012:role/x`. Undefined for what names none. */
export const accountOf = (arn: string | undefined): string | undefined =>
  /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn ?? "")?.[1];

/** How loud an environment's name is told: what is done in a live one is done to what people rely on. */
export type EnvironmentTone = "live" | "standby" | "trial";

export function environmentTone(name: string): EnvironmentTone {
  if (/standby/i.test(name)) return "standby";
  return /prod|live/i.test(name) ? "live" : "trial";
}
