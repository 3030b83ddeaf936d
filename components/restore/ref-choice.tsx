"use client";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { plural } from "@/lib/domain/format";
import type { KnownRefs } from "@/lib/domain/known-refs";
import { ProblemView } from "../parts/problem";
import { useSettled } from "../parts/use-settled";
import { repositoryOptions } from "./options";
import { refsQuery } from "./queries";
import type { Wizard } from "./use-wizard";

/** One ref of one repository, from the header of its last bundle: what is gone on GitHub still stands there. */
export function RefChoice({ wizard, missing }: { wizard: Wizard; missing: boolean }) {
  const { choices, choose, chains, one } = wizard;
  const { snapshot, source, ref } = choices;
  const [find, setFind] = useState("");
  const settled = useSettled(find);
  const refs = useQuery({
    ...refsQuery({ snapshot: snapshot ?? "", source, repository: one ?? "", find: settled }),
    enabled: snapshot !== undefined && one !== undefined,
  });
  const options = useMemo(() => repositoryOptions(chains.data ?? []), [chains.data]);
  return (
    <SpaceBetween size="l">
      <FormField label="Repository" errorText={missing && !one ? "Choose the repository it was in." : undefined}>
        <Select
          selectedOption={options.find((each) => each.value === one) ?? (one ? { value: one, label: one } : null)}
          options={options}
          onChange={({ detail: { selectedOption } }) =>
            choose({
              selection: { all: false, names: [selectedOption.value ?? ""] },
              ref: undefined,
              branch: undefined,
              target: undefined,
              check: undefined,
            })
          }
          statusType={chains.isPending ? "loading" : "finished"}
          loadingText="Reading the snapshot"
          placeholder="Choose a repository"
          empty="This snapshot holds no repository"
          filteringType="auto"
          filteringAriaLabel="Find a repository"
          selectedAriaLabel="Chosen"
          virtualScroll
          invalid={missing && !one}
          data-testid="repository-select"
        />
      </FormField>
      {one && (
        <FormField
          label="Branch or tag"
          description="As the snapshot has them, also those that were deleted since. To find one that is not here, choose an older snapshot."
          errorText={missing && !ref ? "Choose the branch or tag to recover." : undefined}
        >
          <Select
            selectedOption={ref ? { value: ref, label: short(ref) } : null}
            options={refOptions(refs.data)}
            onChange={({ detail: { selectedOption } }) =>
              choose({ ref: selectedOption.value, branch: undefined, check: undefined })
            }
            filteringType="manual"
            onLoadItems={({ detail: { filteringText } }) => setFind(filteringText)}
            statusType={refs.isFetching ? "loading" : "finished"}
            loadingText="Reading the refs from the bundle"
            finishedText={moreText(refs.data)}
            placeholder="Choose a branch or tag"
            empty="No ref matches"
            filteringAriaLabel="Find a branch or tag"
            selectedAriaLabel="Chosen"
            virtualScroll
            invalid={missing && !ref}
            data-testid="ref-select"
          />
        </FormField>
      )}
      {refs.error && <ProblemView error={refs.error} onRetry={() => refs.refetch()} />}
    </SpaceBetween>
  );
}

const SHORT_SHA = 12;
const GROUPS = [
  { label: "Branches", prefix: "refs/heads/" },
  { label: "Tags", prefix: "refs/tags/" },
  { label: "Others", prefix: "refs/" },
];

function refOptions(known: KnownRefs | undefined) {
  const left = [...(known?.refs ?? [])];
  return GROUPS.flatMap(({ label, prefix }) => {
    const inside = left.filter(({ name }) => name.startsWith(prefix));
    for (const each of inside) left.splice(left.indexOf(each), 1);
    const options = inside.map(({ name, oid }) => ({
      value: name,
      label: short(name),
      description: oid.slice(0, SHORT_SHA),
    }));
    return options.length > 0 ? [{ label, options }] : [];
  });
}

function moreText(known: KnownRefs | undefined): string | undefined {
  const more = known ? known.total - known.refs.length : 0;
  return more > 0 ? `${plural(more, "more ref")}: type a part of the name` : undefined;
}

const short = (ref: string) => ref.replace(/^refs\/(heads|tags)\//, "");
