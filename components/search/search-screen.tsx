"use client";
import Box from "@cloudscape-design/components/box";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { RUNS_LOOKED_INTO, SHORTEST_SEARCH } from "@/lib/domain/catalogue/search-results";
import { QueryView } from "../parts/query-view";
import { useSettled } from "../parts/use-settled";
import { useUrlParam } from "../parts/use-url-param";
import { BucketsAway } from "../snapshots/buckets-away";
import { FoundView } from "./found-view";
import { searchQuery } from "./queries";

/** Everything by a part of its name: repositories, branches, tags, commits, snapshots, runs. */
export function SearchScreen() {
  const [kept = "", keep] = useUrlParam("find");
  const [typed, setTyped] = useState(kept);
  // Whoever comes here again by the field in the header has asked for something else.
  const [seen, see] = useState(kept);
  if (seen !== kept) {
    see(kept);
    setTyped(kept);
  }
  const settled = useSettled(typed.trim());
  const query = useQuery(searchQuery(settled));
  const change = (text: string) => {
    setTyped(text);
    see(text);
    keep(text);
  };
  return (
    <ContentLayout header={<Header variant="h1">Search</Header>}>
      <SpaceBetween size="l">
        <Input
          type="search"
          value={typed}
          onChange={({ detail }) => change(detail.value)}
          ariaLabel="Search everything"
          placeholder="A repository, branch, tag, commit, snapshot or run"
          autoFocus={kept === ""}
          inputMode="search"
        />
        <BucketsAway />
        {settled.length < SHORTEST_SEARCH ? (
          <Box color="text-body-secondary">
            Type at least {SHORTEST_SEARCH} characters: a part of a repository's present or former name, of a branch or
            a tag; the beginning of a commit's id (4 digits or more), which finds it wherever a branch or tag pointed to
            it; a date like 2026-04; or a part of a run's id. The newest {RUNS_LOOKED_INTO} runs are found by kind,
            person, repository and snapshot too.
          </Box>
        ) : (
          <QueryView query={query} what="what matches">
            {(found) => <FoundView found={found} />}
          </QueryView>
        )}
      </SpaceBetween>
    </ContentLayout>
  );
}
