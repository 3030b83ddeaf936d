import path from "node:path";
import { fileURLToPath } from "node:url";
import { IgnoreMode } from "aws-cdk-lib";
import { Platform } from "aws-cdk-lib/aws-ecr-assets";
import * as ecs from "aws-cdk-lib/aws-ecs";
import type { EnvironmentConfig } from "../config";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const DOCKERFILES = { worker: "worker/Dockerfile", console: "infra/images/console.Dockerfile" } as const;

/**
 * What neither image is made of; without this every change anywhere would be a new image. Tests go too: `next build` checks
 * the types of all it finds, and tests import the stand-ins, which are not there.
 */
const NOT_IN_IMAGES = [
  "**/node_modules",
  "**/*.tsbuildinfo",
  ...[".git", ".github", ".next", ".sandbox", "bench", "cdk.out", "coverage", "dist", "docs", "e2e", "sandbox"],
  ...["**/*.test.ts", "**/*.test.tsx", "**/*.contract.ts", "**/*.contract-suite.ts", "**/testing"],
  ...["infra/**", "!infra/images", "playwright-report", "test-results"],
];

/** The image of a task: built from this checkout at deployment, or one that a pipeline has pushed. */
export function containerImage(
  what: keyof typeof DOCKERFILES,
  { images }: Pick<EnvironmentConfig, "images">,
): ecs.ContainerImage {
  if (images.from === "registry") return ecs.ContainerImage.fromRegistry(images[what]);
  return ecs.ContainerImage.fromAsset(path.resolve(ROOT), {
    file: DOCKERFILES[what],
    platform: Platform.LINUX_AMD64,
    exclude: NOT_IN_IMAGES,
    ignoreMode: IgnoreMode.DOCKER,
  });
}
