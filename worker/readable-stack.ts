// Positions in the bundle as positions in the sources. Node can do it by itself (--enable-source-maps), but reads the whole map
// at every start for it: 30 MB of memory, for a stack that is hardly ever told.
import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { fileURLToPath } from "node:url";

const BUNDLED = /(file:\/\/[^\s()]+\.mjs):(\d+):(\d+)/g;

/** The stack of an error, each place in the bundle replaced by the one in the sources; as it is where there is no map. */
export function readableStack({ stack = "" }: Error): string {
  const maps = new Map<string, SourceMap | undefined>();
  return stack.replace(BUNDLED, (place, url: string, line: string, column: string) => {
    if (!maps.has(url)) maps.set(url, readMap(url));
    const found = maps.get(url)?.findOrigin(Number(line), Number(column));
    return found && "fileName" in found
      ? `${shortened(found.fileName)}:${found.lineNumber}:${found.columnNumber}`
      : place;
  });
}

function readMap(url: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, "utf8")));
  } catch {
    // Run from its sources, or without its map: the place in the bundle has to do.
    return undefined;
  }
}

const shortened = (source: string) => source.replace(/^(\.\.\/)+/, "");
