// The console's own settings, in words, for whoever looks after it. What is secret is not here.
import { ruleInWords } from "@/lib/domain/approval/two-people";
import type { SettingsView } from "@/lib/domain/settings-view";
import type { ConsoleEnvironment } from "@/lib/env";
import { isStandby } from "@/lib/env-rules";
import { type OidcSettings, oidcSettings } from "@/lib/oidc-variables";
import { twoPeopleRuleOf } from "@/lib/two-people-variables";

const NONE_ON_A_STANDBY = "none: this is a standby";

export function configurationOf(env: ConsoleEnvironment): SettingsView["groups"] {
  const teams = (slugs: string[]) => (slugs.includes("*") ? "every member" : slugs.join(", ") || "nobody");
  const rule = twoPeopleRuleOf(env);
  const oidc = oidcSettings(env);
  return [
    group("Storage", {
      "Primary bucket": `${env.S3_BUCKET} (${env.AWS_REGION})`,
      "Replica bucket":
        env.REPLICA_BUCKET &&
        `${env.REPLICA_BUCKET} (${[env.REPLICA_REGION ?? env.AWS_REGION, env.REPLICA_ACCOUNT].filter(Boolean).join(", ")})`,
      "Records bucket": env.RECORDS_BUCKET,
      "Root of the keys": `${env.ROOT_PREFIX}/`,
      "Full bundles": `renewed after ${env.FULL_INTERVAL_DAYS} days`,
    }),
    group("GitHub", { Server: env.GITHUB_SERVER_URL, "REST API": env.GITHUB_API_URL }),
    group("Targets", {
      "Backups at least every": `${env.BACKUP_INTERVAL_HOURS} h`,
      "Newest backup not older than": `${env.FRESHNESS_TARGET_HOURS} h`,
      "Proofs at least every": `${env.PROOF_INTERVAL_DAYS} days`,
      "Drills at least every": env.DRILL_INTERVAL_DAYS && `${env.DRILL_INTERVAL_DAYS} days`,
      "In the replica within": `${env.REPLICA_TARGET_MINUTES} min`,
    }),
    group("Access", {
      Organisation: env.ACCESS_ORGANISATION,
      Viewers: teams(env.VIEWER_TEAMS),
      Operators: teams(env.OPERATOR_TEAMS),
      Admins: teams(env.ADMIN_TEAMS),
    }),
    ...(oidc ? [singleSignOn(oidc)] : []),
    group("Two people", {
      "Have to agree on":
        ruleInWords(rule) || "Nothing: the rule is off. docs/approvals.md says when to switch it on, and how",
      ...(rule.acts.length > 0 && {
        "Who approves": `an administrator (${teams(env.ADMIN_TEAMS)}) other than whoever asks`,
        "A request lives": `${rule.hours} h`,
        "When nobody else can": "docs/operator-runbook.md, Nobody else can approve",
      }),
    }),
    group("Runs", {
      Cluster: env.ECS_CLUSTER,
      "Backup task": env.ECS_BACKUP_TASK ?? NONE_ON_A_STANDBY,
      "Restore task": env.ECS_RESTORE_TASK,
      "Verify task": env.ECS_VERIFY_TASK ?? NONE_ON_A_STANDBY,
      "Drill task": env.ECS_DRILL_TASK,
      "Hold task": env.ECS_HOLD_TASK ?? (isStandby(env) ? NONE_ON_A_STANDBY : undefined),
      Schedule: env.SCHEDULE_NAME,
      "Names of alarms begin with": env.ALARM_PREFIX,
    }),
  ];
}

function singleSignOn({ name, issuer, claim, groups }: OidcSettings) {
  const named = (all: string[]) => (all.includes("*") ? "everybody the provider signs in" : all.join(", ") || "nobody");
  return group(`Sign-in with ${name}`, {
    Issuer: issuer,
    "Claim with the groups": claim,
    Viewers: named(groups.viewer),
    Operators: named(groups.operator),
    Admins: named(groups.admin),
  });
}

const group = (title: string, facts: Record<string, string | number | undefined>) => ({
  title,
  facts: Object.entries(facts).map(([label, value]) => ({ label, value: value ? String(value) : "not configured" })),
});
