"use client";
import Container from "@cloudscape-design/components/container";
import KeyValuePairs, { type KeyValuePairsProps } from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type AlarmDetail, SEVERITY_VIEW } from "@/lib/domain/alarm-report";
import { RouteLink } from "../parts/route-link";
import { Ago, Exact } from "../parts/times";

export function AlarmFacts({ alarm }: { alarm: AlarmDetail }) {
  const items: KeyValuePairsProps.Item[] = [
    {
      label: "Since",
      value: (
        <>
          <Ago at={alarm.since} /> (<Exact at={alarm.since} />)
        </>
      ),
    },
    { label: "Severity", value: SEVERITY_VIEW[alarm.severity].label },
    { label: "Name in CloudWatch", value: alarm.name },
    { label: "CloudWatch's reason", value: alarm.reason || "–" },
    ...(alarm.run
      ? [{ label: "Run behind it", value: <RouteLink href={`/runs/${alarm.run}`}>{alarm.run}</RouteLink> }]
      : []),
  ];
  return (
    <Container>
      <SpaceBetween size="l">
        <div>
          <b>In alarm it means:</b> {alarm.meaning}
        </div>
        <KeyValuePairs columns={3} minColumnWidth={200} items={items} />
      </SpaceBetween>
    </Container>
  );
}
