"use client";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import type { Part } from "@/lib/domain/part";
import { Commands } from "../parts/commands";
import { ProblemNote } from "../parts/problem";
import { QueryView } from "../parts/query-view";
import { Exact } from "../parts/times";
import { useFollow } from "../shell/use-follow";
import { FindingsPanel } from "./findings-panel";
import { settingsQuery } from "./queries";

/** What the doctor finds, live, and what is configured. */
export function SettingsScreen() {
  const query = useQuery(settingsQuery());
  const follow = useFollow();
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description="What Holdfast rests on, looked at live, and how it is configured"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button href="/settings/tokens" onFollow={follow}>
                API tokens
              </Button>
              <Button href="/settings/api" onFollow={follow}>
                API
              </Button>
              <Button iconName="refresh" loading={query.isFetching} onClick={() => query.refetch()}>
                Look again
              </Button>
            </SpaceBetween>
          }
        >
          Settings
        </Header>
      }
    >
      <QueryView query={query} what="Apps, buckets, schedule and alarms">
        {(settings) => (
          <SpaceBetween size="l">
            <FindingsPanel findings={settings.findings} examinedAt={settings.examinedAt} />
            <NextTimes times={settings.nextTimes} />
            {settings.groups.map(({ title, facts }) => (
              <Container key={title} header={<Header variant="h2">{title}</Header>}>
                <KeyValuePairs columns={4} minColumnWidth={170} items={facts} />
              </Container>
            ))}
            <Container header={<Header variant="h2">From a shell</Header>}>
              <Commands lines={["npm run worker -- doctor"]} label="The same look, with the permissions of the Apps" />
            </Container>
          </SpaceBetween>
        )}
      </QueryView>
    </ContentLayout>
  );
}

function NextTimes({ times }: { times: Part<string[]> }) {
  return (
    <Container header={<Header variant="h2">Next backups</Header>}>
      {!times.known && <ProblemNote problem={times.problem} />}
      {times.known && times.value.length === 0 && "When the next backup is due cannot be told."}
      {times.known && times.value.length > 0 && (
        <ol style={{ margin: 0, paddingInlineStart: 20 }}>
          {times.value.map((at) => (
            <li key={at}>
              <Exact at={at} />
            </li>
          ))}
        </ol>
      )}
    </Container>
  );
}
