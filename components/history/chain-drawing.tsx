"use client";
import Box from "@cloudscape-design/components/box";
import type { KnownHistory } from "@/lib/domain/catalogue/catalogue-views";
import { type DrawnBundle, drawnChains } from "@/lib/domain/catalogue/drawn-chains";
import { formatBytes, formatNumber, plural } from "@/lib/domain/format";
import { Bytes } from "../parts/numbers";
import styles from "./history.module.css";

/** Chains as they are rebuilt: a full bundle, and what follows it. The newest one first. */
export function ChainDrawing({ history }: { history: KnownHistory }) {
  const chains = drawnChains(history);
  if (chains.length === 0) return <Box color="text-body-secondary">No bundle of it is in any snapshot.</Box>;
  return (
    <div>
      <Box variant="h3">Chains</Box>
      <ol className={styles.chains} aria-label="Chains, the newest first">
        {chains.map(({ bundles, restorePoints }) => (
          <li key={bundles[0]?.key} className={styles.chain}>
            <ol className={styles.bundles}>
              {bundles.map((bundle) => (
                <Bundle key={bundle.key} bundle={bundle} />
              ))}
            </ol>
            <Box variant="small">
              <ChainWords bundles={bundles} restorePoints={restorePoints} />
            </Box>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Bundle({ bundle: { kind, sizeBytes, snapshot, width, key } }: { bundle: DrawnBundle }) {
  const text = `${kind === "full" ? "Full" : "Incremental"} of ${snapshot}, ${formatBytes(sizeBytes)}`;
  return (
    <li
      className={styles.bundle}
      data-kind={kind}
      style={{ flexGrow: width }}
      title={`${text} (${formatNumber(sizeBytes)} bytes)\n${key}`}
    >
      <span className="visually-hidden">{text}</span>
    </li>
  );
}

function ChainWords({ bundles, restorePoints }: { bundles: readonly DrawnBundle[]; restorePoints: number }) {
  const [full] = bundles;
  const more = bundles.length - 1;
  return (
    <>
      Full of {full?.snapshot} and {more === 0 ? "no increment" : plural(more, "increment")},{" "}
      <Bytes value={bundles.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)} />,{" "}
      {plural(restorePoints, "restore point")}
    </>
  );
}
