import { bundleKey } from "@/lib/domain/bucket-keys";
import {
  CHAIN_RULES,
  type FullReason,
  type Increment,
  type KnownChain,
  planCapture,
  planIncrement,
} from "@/lib/domain/bundle-chain";
import { AppError } from "@/lib/domain/errors";
import type { ChainLink, ManifestEntry } from "@/lib/domain/manifest";
import { compareRefs, type RefAdvertisement } from "@/lib/domain/refs";
import type { HostedRepository } from "@/lib/ports/code-host";
import type { CaptureContext } from "./capture-context";
import type { GitServer } from "./git-wire/git-server";
import { everything, streamBundle } from "./git-wire/stream-bundle";

export type Stored = Pick<
  ManifestEntry,
  "outcome" | "s3_key" | "size_bytes" | "objects" | "checks" | "changes" | "warnings" | "chain"
>;

interface Capture {
  repository: HostedRepository;
  server: GitServer;
  advertisement: RefAdvertisement;
  context: CaptureContext;
}

/** Brings the bucket up to what is advertised, as cheaply as the rules of chains allow: nothing, a copy, an increment, a full. */
export async function storeBundle(capture: Capture, refDigest: string, known: KnownChain | undefined): Promise<Stored> {
  const { repository, advertisement, context } = capture;
  const plan = planCapture(
    known,
    {
      refDigest,
      objectFormat: advertisement.objectFormat,
      repositoryId: repository.id,
      at: context.now(),
      missing: known !== undefined && (await context.chains.isMissing(known.chain)),
    },
    CHAIN_RULES,
  );
  if (plan.kind === "full" || !known) return storeFull(capture, plan.kind === "full" ? plan.why : "first");
  // What a lost run captured is new to this snapshot, though nothing is left to fetch.
  if (plan.kind === "unchanged") return pointTo(known.chain, known.resumed ? "captured" : "unchanged");
  if (plan.kind === "copy") return copyFull(capture, known);
  return storeIncrement(capture, known);
}

async function storeFull(capture: Capture, why: FullReason): Promise<Stored> {
  const { link, objects, checks } = await write(capture, "full", everything(capture.advertisement));
  // The ordinary reasons need no remark; a chain that had to be given up does.
  const warnings =
    why === "link-missing"
      ? ["a bundle of the earlier chain is no longer in the bucket; a new full was taken"]
      : undefined;
  return {
    outcome: "captured",
    s3_key: link.s3_key,
    size_bytes: link.size_bytes,
    objects,
    checks,
    warnings,
    chain: [link],
  };
}

async function storeIncrement(capture: Capture, known: KnownChain): Promise<Stored> {
  const before = await capture.context.chains.refsOf(known.chain);
  const increment = planIncrement(before, capture.advertisement);
  if (!increment) return storeFull(capture, "no-common-commit");
  const { link, objects, checks } = await write(capture, "incremental", increment);
  const { missing, extra, moved } = compareRefs(before, capture.advertisement.refs);
  const changes = { created: extra.length, deleted: missing.length, moved: moved.length };
  return {
    outcome: "captured",
    s3_key: link.s3_key,
    size_bytes: link.size_bytes,
    objects,
    checks,
    changes,
    chain: [...known.chain, link],
  };
}

function pointTo(chain: ChainLink[], outcome: "captured" | "unchanged" = "unchanged"): Stored {
  const last = chain.at(-1);
  return { outcome, s3_key: last?.s3_key, size_bytes: last?.size_bytes, chain };
}

async function copyFull({ repository, context }: Capture, known: KnownChain): Promise<Stored> {
  const [old] = known.chain;
  if (!old) throw new AppError("unexpected", { detail: "a chain without a bundle was to be copied" });
  const key = bundleKey(context.root, context.snapshot, repository.name, "full");
  const written = await context.store.copy({ key: old.s3_key, versionId: old.version_id }, key);
  return pointTo([{ ...old, s3_key: key, version_id: written.versionId, created_at: context.now().toISOString() }]);
}

async function write(
  capture: Capture,
  kind: ChainLink["kind"],
  part: Increment,
): Promise<{ link: ChainLink; objects: number; checks: string[] }> {
  const { repository, server, advertisement, context } = capture;
  const key = bundleKey(context.root, context.snapshot, repository.name, kind);
  const inspection = context.inspections?.open(advertisement.objectFormat);
  const bundle = streamBundle(server, advertisement, part, inspection);
  const written = await context.store.upload(key, bundle.stream, {
    signal: context.signal,
    contentType: "application/x-git-bundle",
  });
  const facts = bundle.facts();
  if (!facts || facts.sizeBytes !== written.sizeBytes) {
    throw new AppError("bundle-truncated", { key, found: written.sizeBytes, expected: facts?.sizeBytes });
  }
  const { sizeBytes: size_bytes, sha256, objects } = facts;
  const link = {
    s3_key: key,
    version_id: written.versionId,
    kind,
    size_bytes,
    sha256,
    created_at: context.now().toISOString(),
  };
  return { link, objects, checks: ["transfer-end", "pack-trailer", ...(inspection ? ["objects-inflated"] : [])] };
}
