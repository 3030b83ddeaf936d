"use client";
import Box from "@cloudscape-design/components/box";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import { formatBytes } from "@/lib/domain/format";
import type { SnapshotDetail } from "@/lib/domain/snapshot-detail";
import { QueryView } from "../parts/query-view";
import { ScrollRegion } from "../parts/scroll-region";
import { manifestTextQuery } from "./queries";
import styles from "./snapshots.module.css";

/** More than this makes the browser slow; the whole is one click away. */
const SHOWN_CHARACTERS = 200_000;

/** manifest.json byte for byte as it stands in the bucket. */
export function ManifestView({ snapshot }: { snapshot: SnapshotDetail }) {
  const { summary, side, bucket, manifestKey } = snapshot;
  const query = useQuery(manifestTextQuery(summary.id, side));
  const address = `/api/snapshots/${summary.id}/manifest?side=${side}`;
  return (
    <SpaceBetween size="s">
      <Header
        variant="h3"
        description={`s3://${bucket}/${manifestKey}`}
        actions={
          <SpaceBetween direction="horizontal" size="m" alignItems="center">
            <Link href={address} external externalIconAriaLabel="Opens in a new tab">
              Raw
            </Link>
            {query.data && (
              <CopyToClipboard
                copyButtonText="Copy"
                textToCopy={query.data}
                copySuccessText="Copied"
                copyErrorText="The browser did not allow copying"
              />
            )}
          </SpaceBetween>
        }
      >
        manifest.json
      </Header>
      <QueryView query={query} what="the manifest">
        {(text) => (
          <>
            <ScrollRegion label="manifest.json" className={styles.manifest}>
              {text.slice(0, SHOWN_CHARACTERS)}
            </ScrollRegion>
            {text.length > SHOWN_CHARACTERS && (
              <Box color="text-body-secondary">
                The first {formatBytes(SHOWN_CHARACTERS)} of {formatBytes(text.length)}; open it raw for the whole.
              </Box>
            )}
          </>
        )}
      </QueryView>
    </SpaceBetween>
  );
}
