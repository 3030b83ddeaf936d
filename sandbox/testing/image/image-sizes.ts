// What our own files weigh in an image, by part: the layers that stand on the base image.
import path from "node:path";
import type { Image } from "./image";
import { sizesBelow } from "./trees";

type Parts = readonly (readonly [part: string, files: RegExp])[];

/** The first that matches takes a file; the last takes the rest. */
export const PARTS: Record<"worker" | "console", Parts> = {
  worker: [
    ["source maps", /\.map$/],
    ["compile cache", /(^|\/)compile-cache\//],
    ["code", /\.mjs$/],
    ["guide for the bucket", /./],
  ],
  console: [
    ["for the browser", /^\.next\/static\//],
    ["pages and routes", /^\.next\//],
    ["Next.js", /^node_modules\/next\//],
    ["other packages", /^node_modules\//],
    ["server and settings", /./],
  ],
};

/** In MB (10^6 bytes), as registries count, before compression. */
export interface ImageSize {
  parts: [part: string, megabytes: number][];
  total: number;
}

export function imageSize({ root, config }: Image, parts: Parts): ImageSize {
  const bytes = new Map(parts.map(([part]) => [part, 0]));
  for (const [file, size] of sizesBelow(path.join(root, config.workdir))) {
    const part = parts.find(([, files]) => files.test(file))?.[0];
    if (part === undefined) throw new Error(`${file} belongs to no part`);
    bytes.set(part, (bytes.get(part) ?? 0) + size);
  }
  const total = [...bytes.values()].reduce((sum, each) => sum + each, 0);
  return { parts: [...bytes].map(([part, size]) => [part, megabytes(size)]), total: megabytes(total) };
}

/** Rows of the table in docs/deploy.md. */
export const sizeRows = (image: string, { parts, total }: ImageSize): string =>
  `| ${image} | ${total.toFixed(1)} MB | ${parts.map(([part, size]) => `${part} ${size.toFixed(1)}`).join(", ")} |`;

const megabytes = (bytes: number) => Math.round(bytes / 100_000) / 10;
