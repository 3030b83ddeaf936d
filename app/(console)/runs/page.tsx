import type { Metadata } from "next";
import { firstPage, Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { RUNS_PER_PAGE, runsQuery } from "@/components/runs/queries";
import { RunsScreen } from "@/components/runs/runs-screen";
import { listRuns } from "@/lib/operations/list-runs";

export const metadata: Metadata = { title: "Runs" };

export default async function RunsPage() {
  const { services } = await pageSession();
  const read = () => firstPage(listRuns(services, { limit: RUNS_PER_PAGE }, new Date()));
  return (
    <Prefetched queries={[{ query: runsQuery(), read }]}>
      <RunsScreen />
    </Prefetched>
  );
}
