// What a GitHub App may do, against what it needs.
import { type Finding, findingsOf } from "./finding";

export type AppUse = "backup" | "restore";

/** GitHub's names and levels: docs/restore.md and docs/deploy.md tell what each is for. */
export const NEEDED_PERMISSIONS: Record<AppUse, Record<string, "read" | "write">> = {
  backup: { contents: "read", metadata: "read" },
  restore: { administration: "write", contents: "write", metadata: "read", workflows: "write" },
};

/** May be granted to the backup App besides: they let it see more, never change anything. */
const HARMLESS = "read";

export interface InstalledApp {
  account: string;
  permissions: Record<string, string>;
  suspended: boolean;
  /** The snapshot whose backup was told so, where GitHub was not asked now. */
  asOf?: string;
}

/** Of each installation whether it can do its work, and whether it can do more than that. */
export function judgeApp(use: AppUse, installations: InstalledApp[]): Finding[] {
  const title = `${use} App`;
  if (installations.length === 0)
    return [
      findingsOf("apps", title).problem(
        "It is not installed anywhere, so it sees no repository.",
        "Install it on the organisation: its page on GitHub, then Install App.",
      ),
    ];
  return installations.map((installation) => judgeInstallation(use, title, installation));
}

function judgeInstallation(use: AppUse, title: string, installed: InstalledApp): Finding {
  const { account, permissions, suspended, asOf } = installed;
  const say = findingsOf("apps", `${title} on ${account}${asOf ? `, as of the backup ${asOf}` : ""}`);
  if (suspended)
    return say.problem(
      "It is suspended: GitHub serves it nothing.",
      "An owner of the organisation can unsuspend it in the organisation's settings.",
    );
  const needed = Object.entries(NEEDED_PERMISSIONS[use]);
  const missing = needed.filter(([name, level]) => !(permissions[name] === level || permissions[name] === "write"));
  if (missing.length > 0)
    return say.problem(
      `It lacks ${listOf(missing)}.`,
      "Grant it in the App's settings; an owner of each organisation then has to accept the new permissions.",
    );
  const surplus = Object.entries(permissions).filter(([name, level]) => isSurplus(use, name, level));
  if (surplus.length > 0)
    return say.warning(
      `It may do more than it needs: ${listOf(surplus)}.`,
      "Take it back in the App's settings: whoever gets hold of the key can do it too.",
    );
  return say.ok(`It may do what it needs and no more: ${listOf(needed)}.`);
}

function isSurplus(use: AppUse, name: string, level: string): boolean {
  const needed = NEEDED_PERMISSIONS[use][name];
  return level !== HARMLESS && needed !== level;
}

const listOf = (permissions: [string, string][]) => permissions.map(([name, level]) => `${name}: ${level}`).join(", ");
