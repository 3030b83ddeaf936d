"use client";
import Alert from "@cloudscape-design/components/alert";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import type { AlarmDetail } from "@/lib/domain/alarm-report";
import { AgeNote } from "../parts/age-note";
import { AlarmMark } from "../parts/mark";
import { QueryView } from "../parts/query-view";
import { POLL_MS } from "../polling";
import { AlarmChart } from "./alarm-chart";
import { AlarmFacts } from "./alarm-facts";
import { AlarmHistory } from "./alarm-history";
import { alarmQuery } from "./queries";
import { RunbookText } from "./runbook-text";

export function AlarmScreen({ name }: { name: string }) {
  const query = useQuery(alarmQuery(name));
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={<AgeNote query={query} intervalMs={POLL_MS.alarms} />}
          info={query.data && <AlarmMark state={query.data.state} />}
        >
          {query.data?.title ?? name}
        </Header>
      }
    >
      <QueryView query={query} what="the alarm">
        {(alarm) => <AlarmContent alarm={alarm} />}
      </QueryView>
    </ContentLayout>
  );
}

function AlarmContent({ alarm }: { alarm: AlarmDetail }) {
  return (
    <SpaceBetween size="l">
      {alarm.state === "absent" && (
        <Alert type="warning" header="This alarm is not set up in CloudWatch">
          Nobody would be told. Deploy the monitoring stack again, or check the settings for the beginning of its name.
        </Alert>
      )}
      {alarm.actionsEnabled === false && (
        <Alert type="warning" header="Its actions are switched off">
          CloudWatch watches, but sends no message. Switch the actions on again when the reason for it has passed.
        </Alert>
      )}
      <AlarmFacts alarm={alarm} />
      {alarm.guide && <RunbookText guide={alarm.guide} source={alarm.runbook} />}
      {alarm.chart && <AlarmChart chart={alarm.chart} />}
      <AlarmHistory history={alarm.history} />
    </SpaceBetween>
  );
}
