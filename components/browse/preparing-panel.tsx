"use client";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import { PHASE_VIEW, type Preparing } from "@/lib/domain/browse";
import { formatBytes } from "@/lib/domain/format";

/** How far the repository is from being looked into. It goes on without the page. */
export function PreparingPanel({ preparing: { phase, done, total } }: { preparing: Preparing }) {
  const percent = total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : 0;
  const { label, explanation } = PHASE_VIEW[phase];
  return (
    <Container header={<Header variant="h2">Making it ready</Header>}>
      <div data-testid="preparing">
        <ProgressBar
          label={label}
          description={explanation}
          value={percent}
          additionalInfo={`${formatBytes(Math.max(0, done))} of ${formatBytes(total)}`}
        />
        <Box color="text-body-secondary" margin={{ top: "s" }}>
          The console rebuilds the repository from its bundles on its own disk, and keeps it there for a while. You can
          leave this page: it goes on by itself.
        </Box>
      </div>
    </Container>
  );
}
