"use client";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { copyCommand } from "@/lib/domain/command-equivalents";
import type { SnapshotDetail } from "@/lib/domain/snapshot-detail";
import { Commands } from "../parts/commands";

/** How to get at this snapshot with Holdfast gone. */
export function SnapshotByHand({ snapshot }: { snapshot: SnapshotDetail }) {
  const { bucket, region, manifestKey, summary } = snapshot;
  const folder = manifestKey.slice(0, -"manifest.json".length);
  return (
    <SpaceBetween size="m">
      <Box variant="p">
        Every object is a native git bundle. These commands need the AWS command line and git, nothing of Holdfast; a
        repository's own page shows the exact ones for it.
      </Box>
      <Commands
        label="Read what the snapshot holds"
        lines={[
          copyCommand({ bucket, region }, manifestKey, "manifest.json"),
          `aws s3 ls s3://${bucket}/${folder} --recursive --human-readable --region ${region}`,
        ]}
      />
      <Commands
        label="Rebuild one repository whose bundle is full"
        lines={[
          `aws s3 cp s3://${bucket}/${folder}ORGANISATION/REPOSITORY.bundle . --region ${region}`,
          "git clone --mirror REPOSITORY.bundle REPOSITORY.git",
          "git -C REPOSITORY.git fsck --full",
        ]}
      />
      <Box variant="p">With the worker, into a new repository on GitHub, every ref compared at the end:</Box>
      <Commands
        label="Restore with the worker"
        lines={[
          `npm run worker -- restore --snapshot ${summary.id} --repository ORGANISATION/REPOSITORY --target ORGANISATION/REPOSITORY-restored --source ${snapshot.side}`,
        ]}
      />
    </SpaceBetween>
  );
}
