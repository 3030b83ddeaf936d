"use client";
import Container from "@cloudscape-design/components/container";
import type { IconProps } from "@cloudscape-design/components/icon";
import Icon from "@cloudscape-design/components/icon";
import type { Overview } from "@/lib/domain/overview";
import { VERDICT_VIEW, type VerdictLevel, verdictOn } from "@/lib/domain/verdict";
import { RouteLink } from "../parts/route-link";
import { useNow } from "../shell/clock";
import styles from "./overview.module.css";

/** The first thing to read: one sentence, then what is wrong and where. */
export function VerdictPanel({ overview }: { overview: Overview }) {
  const verdict = verdictOn(overview, useNow());
  const { name, variant } = ICONS[verdict.level];
  return (
    <Container>
      <div className={styles.verdict} data-level={verdict.level} data-testid="verdict">
        <div className={styles.verdictIcon}>
          <Icon name={name} variant={variant} size="large" alt={VERDICT_VIEW[verdict.level].label} />
        </div>
        <div className={styles.verdictText}>
          <p className={styles.sentence} role="status" suppressHydrationWarning>
            {verdict.sentence}
          </p>
          {verdict.findings.length > 0 && (
            <ul className={styles.findings}>
              {verdict.findings.map((finding) => (
                <li key={finding.text} data-level={finding.level}>
                  <Icon
                    name={finding.level === "bad" ? "status-negative" : "status-warning"}
                    variant={finding.level === "bad" ? "error" : "warning"}
                    alt={finding.level === "bad" ? "Problem" : "Note"}
                  />
                  <span>
                    {finding.text}{" "}
                    <RouteLink href={finding.href} ariaLabel={`Show more: ${finding.text}`}>
                      Show
                    </RouteLink>
                  </span>
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </Container>
  );
}

const ICONS: Record<VerdictLevel, { name: IconProps.Name; variant: IconProps.Variant }> = {
  good: { name: "status-positive", variant: "success" },
  attention: { name: "status-warning", variant: "warning" },
  bad: { name: "status-negative", variant: "error" },
  unknown: { name: "status-warning", variant: "warning" },
  never: { name: "status-info", variant: "link" },
};
