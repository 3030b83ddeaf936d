"use client";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { Browsed, SeenFile } from "@/lib/domain/browse";
import { isLfsPointer } from "@/lib/domain/file-text";
import { formatBytes, formatNumber, plural } from "@/lib/domain/format";
import { Empty } from "../parts/empty";
import { Bytes } from "../parts/numbers";
import { fileAddress } from "./queries";
import { TextLines } from "./text-lines";

interface FileViewProps {
  file: SeenFile;
  of: Browsed;
  at: { ref: string; path: string };
}

export function FileView({ file, of, at }: FileViewProps) {
  const name = at.path.split("/").at(-1) ?? "";
  const { content, sizeBytes, executable } = file;
  return (
    <SpaceBetween size="s">
      <Header
        variant="h2"
        description={
          <>
            <Bytes value={sizeBytes} />
            {content.kind === "text" && `, ${plural(content.of ?? content.lines.length, "line")}, ${content.encoding}`}
            {executable && ", executable"}
          </>
        }
        actions={
          <Button href={fileAddress(of, at)} download iconName="download">
            Download
          </Button>
        }
      >
        {name}
      </Header>
      <Content file={file} name={name} />
    </SpaceBetween>
  );
}

/** A picture is drawn by much code, and one from anybody is for nobody's session to draw. */
const PICTURE = /\.(png|jpe?g|gif|webp|avif|ico|bmp|tiff?)$/i;

function Content({ file: { content, sizeBytes }, name }: { file: SeenFile; name: string }) {
  if (content.kind === "large") {
    return (
      <Empty title="Too large to be shown">
        It has {formatBytes(sizeBytes)}, and up to {formatBytes(content.limit)} are shown here. Download it to see it.
      </Empty>
    );
  }
  if (content.kind === "binary") {
    return (
      <Empty title={PICTURE.test(name) ? "A picture" : "A binary file"}>
        {PICTURE.test(name)
          ? "Pictures out of repositories are not drawn in the console. Download it to see it."
          : "It is no text. Download it to look at it."}
      </Empty>
    );
  }
  if (sizeBytes === 0) return <Empty title="An empty file">It has no bytes at all.</Empty>;
  const { lines, marked, of: all } = content;
  return (
    <SpaceBetween size="s">
      {isLfsPointer(lines) && (
        <Alert type="info" header="Its content is in Git LFS">
          The repository has this note alone, and the backup what the repository has.
        </Alert>
      )}
      {marked > 0 && (
        <Alert type="warning" header={`${plural(marked, "character")} of it would be invisible`}>
          {marked === 1 ? "It steers" : "They steer"} a terminal or {marked === 1 ? "turns" : "turn"} the direction of a
          line, and may make code look like other code. Here each is written out, as [U+202E] is; a download has the
          bytes themselves.
        </Alert>
      )}
      <TextLines lines={lines} label={`Contents of ${name}`} />
      {all !== undefined && (
        <Box color="text-body-secondary">
          The first {formatNumber(lines.length)} of {formatNumber(all)} lines. Download it for the rest.
        </Box>
      )}
    </SpaceBetween>
  );
}
