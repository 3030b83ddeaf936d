"use client";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useMemo } from "react";
import { isRestorable, type RepositoryHistory, restorePoints } from "@/lib/domain/catalogue/repository-history";
import { formatNumber } from "@/lib/domain/format";
import { later } from "../parts/later";
import { useUrlParam } from "../parts/use-url-param";
import { ChainDrawing } from "./chain-drawing";
import { HistoryFacts } from "./history-facts";
import { PointsTable } from "./points-table";
import type { HistoryAddress } from "./queries";
import { RefMachine } from "./ref-machine";
import { RestoresTable } from "./restores-table";
import { SizeChart } from "./size-chart";

const PointModal = later("The restore point", async () => ({ default: (await import("./point-modal")).PointModal }));

export function HistoryContent({ found, address }: { found: RepositoryHistory; address: HistoryAddress }) {
  const [tab, setTab] = useUrlParam("tab");
  const points = useMemo(() => restorePoints(found.history), [found.history]);
  const restorable = useMemo(() => points.filter(isRestorable), [points]);
  const [opened] = useUrlParam("point");
  const point = restorable.find(({ snapshot }) => snapshot === opened);
  return (
    <SpaceBetween size="l">
      <HistoryFacts found={found} points={points} />
      <Tabs
        ariaLabel="What is known of the repository"
        activeTabId={tab ?? "points"}
        onChange={({ detail }) => setTab(detail.activeTabId === "points" ? undefined : detail.activeTabId)}
        tabs={[
          {
            id: "points",
            label: `Restore points (${formatNumber(restorable.length)})`,
            content: <PointsTable points={points} />,
          },
          { id: "refs", label: "Branches and tags over time", content: <RefMachine address={address} /> },
          {
            id: "storage",
            label: "Chain and size",
            content: (
              <SpaceBetween size="l">
                <ChainDrawing history={found.history} />
                <SizeChart points={points} />
              </SpaceBetween>
            ),
          },
          { id: "restores", label: "Restores", content: <RestoresTable address={address} /> },
        ]}
      />
      {point && <PointModal point={point} />}
    </SpaceBetween>
  );
}
