"use client";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import type { SeenSubmodule, SeenSymlink } from "@/lib/domain/browse";

/** What points elsewhere: told, and not followed. */
export function LinkView({ seen }: { seen: SeenSymlink | SeenSubmodule }) {
  if (seen.kind === "symlink") {
    return (
      <Alert type="info" header="A symbolic link">
        It leads to <Box variant="code">{seen.target}</Box>, and is not followed here.
      </Alert>
    );
  }
  return (
    <Alert type="info" header="A submodule">
      It is commit <Box variant="code">{seen.oid}</Box> of another repository. Look for that one in the snapshot: this
      one has its id alone.
    </Alert>
  );
}
