"use client";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import type { PropertyFilterProps } from "@cloudscape-design/components/property-filter";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMemo } from "react";
import { type ComparedRow, DIFFERENCE_VIEW, DIFFERENCES } from "@/lib/domain/compare/compare-entries";
import type { Comparison } from "@/lib/domain/compare/comparison";
import type { FilterToken } from "@/lib/domain/filter-text";
import { formatNumber, plural } from "@/lib/domain/format";
import { WORDS as WORD_OPERATORS } from "../parts/filter-properties";
import { Bytes } from "../parts/numbers";
import { PagedTable, type PagedTableProps, type PagedTableWords } from "../parts/paged-table";
import { RouteLink } from "../parts/route-link";
import { Exact } from "../parts/times";
import { askFilter, useRowQuery } from "../parts/use-row-query";
import { comparedColumns } from "./compared-columns";
import { RefsModal } from "./refs-modal";

const FILTERS: PropertyFilterProps.FilteringProperty[] = [
  { key: "repository", propertyLabel: "Repository", groupValuesLabel: "Repositories", operators: WORD_OPERATORS },
  { key: "formerly", propertyLabel: "Former name", groupValuesLabel: "Former names", operators: WORD_OPERATORS },
  { key: "difference", propertyLabel: "Difference", groupValuesLabel: "Differences", operators: WORD_OPERATORS },
];

const WORDS: PagedTableWords<ComparedRow> = {
  label: "Repositories that differ",
  nameOf: ({ repository }) => repository,
  loading: "Comparing the repositories",
  properties: FILTERS,
  find: "Find repositories",
  findBy: "present or former name, difference",
  noMatch: "No repository matches",
};

interface ComparisonViewProps extends Pick<PagedTableProps<ComparedRow>, "readAhead"> {
  comparison: Comparison;
  /** The same, and whether it is of an earlier filter. */
  query: { data: Comparison | undefined; isPlaceholderData: boolean };
}

export function ComparisonView({ comparison, query, readAhead }: ComparisonViewProps) {
  const { from, to } = comparison;
  const columns = useMemo(() => comparedColumns(comparison), [comparison]);
  const options = useMemo(() => ({ difference: labelsIn(comparison) }), [comparison]);
  const header = useMemo(() => <ComparisonHeader comparison={comparison} />, [comparison]);
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
      <div data-testid="comparison">
        <PagedTable<ComparedRow>
          variant="container"
          query={query}
          columnDefinitions={columns}
          trackBy={keyOf}
          words={WORDS}
          options={options}
          header={header}
          empty="Every repository is the same in both"
          readAhead={readAhead}
        />
      </div>
      <RefsModal comparison={comparison} />
    </SpaceBetween>
  );
}

const keyOf = ({ id, repository }: ComparedRow): string => String(id ?? repository);

const labelsIn = ({ differences }: Comparison): string[] =>
  DIFFERENCES.filter((each) => differences[each] !== undefined).map((each) => DIFFERENCE_VIEW[each].label);

function ComparisonHeader({ comparison: { same, total, differences } }: { comparison: Comparison }) {
  return (
    <Header
      variant="h2"
      counter={`(${formatNumber(total)})`}
      description={`${plural(same, "repository is", "repositories are")} the same in both`}
      actions={<DifferenceChoice counts={differences} total={total} />}
    >
      Repositories that differ
    </Header>
  );
}

/** One kind of difference with a click; it stands in the filter like one that was typed. */
function DifferenceChoice({ counts, total }: { counts: Comparison["differences"]; total: number }) {
  const { tokens } = useRowQuery().filter;
  const options = [
    { value: "", label: `All differences (${formatNumber(total)})` },
    ...DIFFERENCES.flatMap((each) => {
      const { label: value } = DIFFERENCE_VIEW[each];
      return counts[each] ? [{ value, label: `${value} (${formatNumber(counts[each])})` }] : [];
    }),
  ];
  const chosen = tokens.find(isDifference)?.value ?? "";
  const choose = (value: string) => {
    const others = tokens.filter((token) => !isDifference(token));
    const token = { propertyKey: "difference", operator: ":", value };
    askFilter({ operation: "and", tokens: value === "" ? others : [...others, token] });
  };
  return (
    <Select
      selectedOption={options.find(({ value }) => value === chosen) ?? options[0] ?? null}
      options={options}
      onChange={({ detail }) => choose(detail.selectedOption.value ?? "")}
      ariaLabel="Show differences of one kind"
    />
  );
}

const isDifference = ({ propertyKey, operator }: FilterToken) => propertyKey === "difference" && operator === ":";
