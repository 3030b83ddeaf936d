"use client";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import {
  type ComparedRow,
  type Comparison,
  DIFFERENCE_VIEW,
  DIFFERENCES,
  type Difference,
} from "@/lib/domain/compare/compare-entries";
import { formatNumber } from "@/lib/domain/format";
import { FindableTable } from "../parts/findable-table";
import { Bytes } from "../parts/numbers";
import { RouteLink } from "../parts/route-link";
import { Exact } from "../parts/times";
import { useUrlParam } from "../parts/use-url-param";
import { comparedColumns } from "./compared-columns";
import { RefsModal } from "./refs-modal";

const PAGE_SIZE = 50;

export function ComparisonView({ comparison }: { comparison: Comparison }) {
  const { from, to, rows, same } = comparison;
  const [find, setFind] = useUrlParam("find");
  const [chosen, choose] = useUrlParam("difference");
  const difference = DIFFERENCES.find((each) => each === chosen);
  const shown = difference ? rows.filter(({ differences }) => differences.includes(difference)) : rows;
  return (
    <SpaceBetween size="l">
      <Container>
        <KeyValuePairs
          columns={4}
          minColumnWidth={170}
          items={[
            ...[from, to].map((each, index) => ({
              label: index === 0 ? "Older" : "Newer",
              value: (
                <>
                  <RouteLink href={`/snapshots/${each.snapshot}`}>{each.snapshot}</RouteLink>
                  <div>
                    <Exact at={each.finishedAt} />
                  </div>
                </>
              ),
            })),
            {
              label: "Repositories",
              value: `${formatNumber(from.repositories)} then, ${formatNumber(to.repositories)} now`,
            },
            {
              label: "Needed to restore all",
              value: (
                <>
                  <Bytes value={from.chainBytes} /> then, <Bytes value={to.chainBytes} /> now
                </>
              ),
            },
          ]}
        />
      </Container>
      <FindableTable<ComparedRow>
        key={difference ?? "all"}
        rows={shown}
        columnDefinitions={comparedColumns(comparison)}
        trackBy={({ id, repository }) => String(id ?? repository)}
        label="Repositories that differ"
        nameOf={({ repository }) => repository}
        variant="container"
        wrapLines
        pageSize={PAGE_SIZE}
        testId="comparison"
        header={
          <Header
            variant="h2"
            counter={`(${formatNumber(shown.length)})`}
            description={`${formatNumber(same)} repositories are the same in both`}
            actions={<DifferenceChoice rows={rows} chosen={difference} choose={choose} />}
          >
            Repositories that differ
          </Header>
        }
        empty="Every repository is the same in both"
        find={{ label: "Find repositories", noMatch: "No repository matches", matches, kept: [find, setFind] }}
      />
      <RefsModal comparison={comparison} />
    </SpaceBetween>
  );
}

const matches = ({ repository, before }: ComparedRow, text: string) =>
  [repository, before?.repository ?? ""].some((name) => name.toLowerCase().includes(text.toLowerCase()));

interface DifferenceChoiceProps {
  rows: readonly ComparedRow[];
  chosen: Difference | undefined;
  choose: (value: string | undefined) => void;
}

function DifferenceChoice({ rows, chosen, choose }: DifferenceChoiceProps) {
  const options = [
    { value: "", label: `All differences (${formatNumber(rows.length)})` },
    ...DIFFERENCES.flatMap((value) => {
      const count = rows.filter(({ differences }) => differences.includes(value)).length;
      return count > 0 ? [{ value, label: `${DIFFERENCE_VIEW[value].label} (${formatNumber(count)})` }] : [];
    }),
  ];
  return (
    <Select
      selectedOption={options.find(({ value }) => value === (chosen ?? "")) ?? options[0] ?? null}
      options={options}
      onChange={({ detail }) => choose(detail.selectedOption.value || undefined)}
      ariaLabel="Show differences of one kind"
    />
  );
}
