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
    // With .dockerignore, as Docker itself reads it.
    ignoreMode: IgnoreMode.DOCKER,
  });
}
