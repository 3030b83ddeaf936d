import { expect, test } from "vitest";
import manifest from "@/package.json";
import { VERSION } from "./version";

test("the version told in logs and manifests is package.json's", () => {
  expect(VERSION).toBe(manifest.version);
});
