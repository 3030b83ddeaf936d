import type { SelectProps } from "@cloudscape-design/components/select";
import type { ChainRow } from "@/lib/domain/entry-shape";
import { formatAge, formatBytes, formatNumber, plural } from "@/lib/domain/format";
import { OUTCOME_VIEW } from "@/lib/domain/outcome";
import type { SnapshotRow } from "@/lib/domain/snapshot";
import { ROW_STATE_VIEW, rowState } from "@/lib/domain/snapshot-row";

/** A snapshot to choose; one without a readable manifest cannot be restored from and says so. */
export function snapshotOption(row: SnapshotRow, now: Date): SelectProps.Option {
  const { label, explanation } = ROW_STATE_VIEW[rowState(row)];
  const { summary } = row;
  if (!summary)
    return { value: row.id, label: row.id, description: label, disabled: true, disabledReason: explanation };
  const { safeRepositories, totalRepositories } = summary;
  const safe = `${formatNumber(safeRepositories)} of ${plural(totalRepositories, "repository", "repositories")} safe`;
  return { value: row.id, label: row.id, description: `${formatAge(summary.finishedAt, now)} · ${label} · ${safe}` };
}

export function repositoryOptions(entries: readonly ChainRow[]): SelectProps.Option[] {
  return [...entries]
    .sort((a, b) => (a.repository.toLowerCase() < b.repository.toLowerCase() ? -1 : 1))
    .map((entry) => {
      const { label, explanation } = OUTCOME_VIEW[entry.outcome];
      const nothing = entry.chainLength === 0;
      return {
        value: entry.repository,
        label: entry.repository,
        description: nothing ? label : `${label} · ${formatBytes(entry.chainBytes)}`,
        disabled: nothing,
        disabledReason: nothing ? explanation : undefined,
      };
    });
}
