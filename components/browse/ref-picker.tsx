"use client";
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { plural } from "@/lib/domain/format";
import { useSettled } from "../parts/use-settled";
import { type Place, shortId, shortRef } from "./place";
import { refsQuery } from "./queries";

/** Chooses the branch or tag that is looked at. */
export function RefPicker({ place }: { place: Place }) {
  const [find, setFind] = useState("");
  const settled = useSettled(find);
  const branches = useInfiniteQuery(refsQuery(place.of, { kind: "branches", find: settled }));
  const tags = useInfiniteQuery(refsQuery(place.of, { kind: "tags", find: settled }));
  const groups = [
    { label: "Branches", page: branches.data?.pages[0] },
    { label: "Tags", page: tags.data?.pages[0] },
  ];
  const options: SelectProps.OptionGroup[] = groups.flatMap(({ label, page }) =>
    page && page.rows.length > 0
      ? [
          {
            label,
            options: page.rows.map(({ name, oid }) => ({
              value: name,
              label: shortRef(name),
              description: shortId(oid),
            })),
          },
        ]
      : [],
  );
  const more = groups.reduce((sum, { page }) => sum + (page ? page.total - page.rows.length : 0), 0);
  return (
    <Select
      selectedOption={place.ref ? { value: place.ref, label: shortRef(place.ref) } : null}
      options={options}
      onChange={({ detail }) => window.history.pushState(null, "", place.at({ ref: detail.selectedOption.value }))}
      filteringType="manual"
      onLoadItems={({ detail }) => setFind(detail.filteringText)}
      statusType={branches.isFetching || tags.isFetching ? "loading" : "finished"}
      loadingText="Reading the refs"
      finishedText={more > 0 ? `${plural(more, "more ref")}: type a part of the name` : undefined}
      placeholder="Choose a branch or tag"
      empty="No branch or tag matches"
      ariaLabel="Branch or tag"
      filteringAriaLabel="Find a branch or tag"
      selectedAriaLabel="Chosen"
      virtualScroll
      data-testid="browse-ref"
    />
  );
}
