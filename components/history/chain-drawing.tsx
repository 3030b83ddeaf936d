"use client";
import Box from "@cloudscape-design/components/box";
import type { KnownHistory } from "@/lib/domain/catalogue/catalogue-views";
import { type DrawnBundle, drawnChains } from "@/lib/domain/catalogue/drawn-chains";
import { formatBytes } from "@/lib/domain/format";
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
            <Box variant="small">{chainWords(bundles, restorePoints)}</Box>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Bundle({ bundle: { kind, sizeBytes, snapshot, width, key } }: { bundle: DrawnBundle }) {
  const text = `${kind === "full" ? "Full" : "Incremental"} of ${snapshot}, ${formatBytes(sizeBytes)}`;
  return (
    <li className={styles.bundle} data-kind={kind} style={{ flexGrow: width }} title={`${text}\n${key}`}>
      <span className="visually-hidden">{text}</span>
    </li>
  );
}

function chainWords(bundles: readonly DrawnBundle[], restorePoints: number): string {
  const [full] = bundles;
  const bytes = formatBytes(bundles.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
  const more = bundles.length - 1;
  const increments = more === 0 ? "no increment" : more === 1 ? "1 increment" : `${more} increments`;
  const points = restorePoints === 1 ? "1 restore point" : `${restorePoints} restore points`;
  return `Full of ${full?.snapshot} and ${increments}, ${bytes}, ${points}`;
}
