"use client";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ContentLayout from "@cloudscape-design/components/content-layout";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TextFilter from "@cloudscape-design/components/text-filter";
import { type OperationView, tryLine } from "@/lib/domain/api/operation-view";
import { plural } from "@/lib/domain/format";
import { Commands } from "../parts/commands";
import { Empty } from "../parts/empty";
import { useUrlParam } from "../parts/use-url-param";
import { useFollow } from "../shell/use-follow";
import { OperationDetails } from "./operation-details";

/** Every operation that scripts may rely on, from the document itself. */
export function ApiScreen({ operations, api }: { operations: OperationView[]; api: string }) {
  const [find = "", setFind] = useUrlParam("find");
  const follow = useFollow();
  const found = operations.filter((each) => fits(each, find));
  const tags = [...new Set(found.map(({ tag }) => tag))];
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description="The addresses that scripts may rely on. They stay as they are within one version."
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button href="/settings/tokens" onFollow={follow}>
                API tokens
              </Button>
              <Button href="/api/openapi" download="holdfast-openapi.json" iconName="download">
                OpenAPI document
              </Button>
            </SpaceBetween>
          }
        >
          API
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Container header={<Header variant="h2">To begin with</Header>}>
          <SpaceBetween size="s">
            <Box>
              Every request has a token, made under <i>API tokens</i>. Errors are JSON with a stable code, a sentence, a
              hint and a reference; 429 says how many seconds to wait.
            </Box>
            <Commands
              label="Paste the token when it waits; the shell's history has no trace of it"
              lines={[tryLine(api)]}
            />
          </SpaceBetween>
        </Container>
        <TextFilter
          filteringText={find}
          onChange={({ detail }) => setFind(detail.filteringText || undefined)}
          filteringAriaLabel="Find operations"
          filteringPlaceholder="Find operations"
          countText={plural(found.length, "operation", "operations")}
        />
        {found.length === 0 && <Empty title="No operation matches" />}
        {tags.map((tag) => (
          <Container key={tag} header={<Header variant="h2">{tag}</Header>}>
            {found
              .filter((each) => each.tag === tag)
              .map((each) => (
                <ExpandableSection
                  key={each.id}
                  headingTagOverride="h3"
                  headerText={`${each.method} ${each.path}`}
                  headerDescription={`${each.summary} (${each.scope})`}
                >
                  <OperationDetails operation={each} api={api} />
                </ExpandableSection>
              ))}
          </Container>
        ))}
      </SpaceBetween>
    </ContentLayout>
  );
}

const fits = ({ method, path, summary, scope }: OperationView, text: string) =>
  `${method} ${path} ${summary} ${scope}`.toLowerCase().includes(text.trim().toLowerCase());
