"use client";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs, { type KeyValuePairsProps } from "@cloudscape-design/components/key-value-pairs";
import { formatDuration, formatNumber, plural } from "@/lib/domain/format";
import type { RestorePlan } from "@/lib/domain/restore-plan";
import { destinationOf, subjectOf } from "@/lib/domain/restore-words";
import { Bytes } from "../parts/numbers";
import styles from "./restore.module.css";

/** The plan in numbers. */
export function PlanFacts({ plan, digest }: { plan: RestorePlan; digest: string }) {
  const { request, items, estimate, requests } = plan;
  const bundles = items.reduce((sum, item) => sum + item.chain.length, 0);
  return (
    <Container header={<Header variant="h2">The restore</Header>}>
      <KeyValuePairs
        columns={3}
        minColumnWidth={180}
        items={[
          { label: request.kind === "ref" ? "Branch or tag" : "Repository", value: subjectOf(request) },
          { label: "As of snapshot", value: "snapshot" in request ? request.snapshot : "–" },
          {
            label: request.kind === "ref" ? "New branch" : items.length > 1 ? "New repositories" : "New repository",
            value: <b className={styles.break}>{destinationOf(request)}</b>,
          },
          { label: "Read from", value: "source" in request ? `${request.source} bucket ${plan.bucket}` : "–" },
          {
            label: "To read",
            value: (
              <>
                <Bytes value={plan.totalBytes} /> in {bundles === 1 ? "one bundle" : `${formatNumber(bundles)} bundles`}
              </>
            ),
          },
          {
            label: "Takes about",
            value: <span title={estimate.basis}>{formatDuration(estimate.seconds * 1000)}</span>,
          },
          ...kindFacts(plan),
          { label: "GitHub requests", value: `about ${formatNumber(requests)}` },
          {
            label: "Plan",
            value: (
              <span className={styles.mono} title={digest}>
                {digest.replace("sha256:", "").slice(0, 16)}
              </span>
            ),
          },
        ]}
      />
    </Container>
  );
}

function kindFacts({ request, items }: RestorePlan): KeyValuePairsProps.Item[] {
  const [item] = items;
  if (request.kind === "ref")
    return [{ label: "Object", value: <span className={styles.mono}>{item?.ref?.oid ?? "as in the bundle"}</span> }];
  const known = items.flatMap(({ refs }) => (refs ? [refs] : []));
  const heads = known.reduce((sum, refs) => sum + refs.heads, 0);
  const tags = known.reduce((sum, refs) => sum + refs.tags, 0);
  const all = known.length === items.length;
  return [
    {
      label: "To push",
      value: all ? `${plural(heads, "branch", "branches")}, ${plural(tags, "tag")}` : "every branch and tag",
    },
    { label: "Visibility", value: "private" },
    ...(request.kind === "repository"
      ? [{ label: "Default branch", value: item?.defaultBranch ?? "as in the bundle" }]
      : []),
  ];
}
