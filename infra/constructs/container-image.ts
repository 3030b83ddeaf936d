import path from "node:path";
import { fileURLToPath } from "node:url";
import { IgnoreMode } from "aws-cdk-lib";
import { Repository } from "aws-cdk-lib/aws-ecr";
import { Platform } from "aws-cdk-lib/aws-ecr-assets";
import * as ecs from "aws-cdk-lib/aws-ecs";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";
import { namesOf } from "../names";

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
  scope: Construct,
  what: keyof typeof DOCKERFILES,
  {
    images,
    worker,
    ...config
  }: Pick<EnvironmentConfig, "images" | "worker" | "name" | "account" | "replica" | "existing">,
): ecs.ContainerImage {
  if (images.from === "delivery") {
    // By name: the stacks that use it must not hold on to the one that has it.
    const { workerImages, consoleImages } = namesOf(config);
    const name = what === "worker" ? workerImages : consoleImages;
    return ecs.ContainerImage.fromEcrRepository(
      Repository.fromRepositoryName(scope, `${what}-images`, name),
      images.revision,
    );
  }
  if (images.from === "registry") return ecs.ContainerImage.fromRegistry(images[what]);
  return ecs.ContainerImage.fromAsset(path.resolve(ROOT), {
    file: DOCKERFILES[what],
    platform: what === "worker" && worker.architecture === "arm64" ? Platform.LINUX_ARM64 : Platform.LINUX_AMD64,
    exclude: NOT_IN_IMAGES,
    ignoreMode: IgnoreMode.DOCKER,
  });
}
