import { bundleKey } from "@/lib/domain/bucket-keys";
import {
  chainRules,
  type FullReason,
  type Increment,
  type KnownChain,
  planCapture,
  planIncrement,
} from "@/lib/domain/bundle-chain";
import { AppError } from "@/lib/domain/errors";
import type { ChainLink, ManifestEntry } from "@/lib/domain/manifest";
import { recordChecks } from "@/lib/domain/pack-checks";
import { compareRefs, type RefAdvertisement } from "@/lib/domain/refs";
import type { HostedRepository } from "@/lib/ports/code-host";
import type { CaptureContext } from "./capture-context";
import type { GitServer } from "./git-wire/git-server";
import { everything, streamBundle } from "./git-wire/stream-bundle";

export type Stored = Pick<
  ManifestEntry,
  | "outcome"
  | "s3_key"
  | "size_bytes"
  | "objects"
  | "largest_object_bytes"
  | "checks"
  | "not_checked"
  | "changes"
  | "warnings"
  | "chain"
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
    chainRules(context.fullIntervalDays),
  );
  if (plan.kind === "full" || !known) return storeFull(capture, plan.kind === "full" ? plan.why : "first");
  // What a lost run captured is new to this snapshot, though nothing is left to fetch.
  if (plan.kind === "unchanged") return pointTo(known, known.resumed ? "captured" : "unchanged");
  if (plan.kind === "copy") return copyFull(capture, known);
  return storeIncrement(capture, known);
}

async function storeFull(capture: Capture, why: FullReason): Promise<Stored> {
  const { link, ...written } = await write(capture, "full", everything(capture.advertisement));
  const stored = { ...captured(link, [link]), ...written };
  // The ordinary reasons need no remark; a chain that had to be given up does.
  if (why !== "link-missing") return stored;
  const remark = "a bundle of the earlier chain is no longer in the bucket; a new full was taken";
  return { ...stored, warnings: [remark, ...(written.warnings ?? [])] };
}

async function storeIncrement(capture: Capture, known: KnownChain): Promise<Stored> {
  const before = await capture.context.chains.refsOf(known.chain);
  const increment = planIncrement(before, capture.advertisement);
  if (!increment) return storeFull(capture, "no-common-commit");
  const { link, ...written } = await write(capture, "incremental", increment);
  const { missing, extra, moved } = compareRefs(before, capture.advertisement.refs);
  const changes = { created: extra.length, deleted: missing.length, moved: moved.length };
  const largest_object_bytes = largestOf(known.checked?.largest_object_bytes, written.largest_object_bytes);
  return { ...captured(link, [...known.chain, link]), ...written, largest_object_bytes, changes };
}

/** Of a chain it is known only where each of its bundles was looked at. */
const largestOf = (chain: number | undefined, added: number | undefined) =>
  chain === undefined || added === undefined ? undefined : Math.max(chain, added);

const captured = (link: ChainLink, chain: ChainLink[]) =>
  ({ outcome: "captured", s3_key: link.s3_key, size_bytes: link.size_bytes, chain }) as const;

function pointTo({ chain, checked }: KnownChain, outcome: "captured" | "unchanged" = "unchanged"): Stored {
  const last = chain.at(-1);
  return { outcome, s3_key: last?.s3_key, size_bytes: last?.size_bytes, ...checked, chain };
}

async function copyFull({ repository, context }: Capture, known: KnownChain): Promise<Stored> {
  const [old] = known.chain;
  if (!old) throw new AppError("unexpected", { detail: "a chain without a bundle was to be copied" });
  const key = bundleKey(context.root, context.snapshot, repository.name, "full");
  const source = { key: old.s3_key, versionId: old.version_id, sizeBytes: old.size_bytes };
  const written = await context.store.copy(source, key);
  const link = { ...old, s3_key: key, version_id: written.versionId, created_at: context.now().toISOString() };
  return pointTo({ ...known, chain: [link] });
}

interface WrittenBundle
  extends Pick<Stored, "objects" | "largest_object_bytes" | "checks" | "not_checked" | "warnings"> {
  link: ChainLink;
}

async function write(capture: Capture, kind: ChainLink["kind"], part: Increment): Promise<WrittenBundle> {
  const { repository, server, advertisement, context } = capture;
  const { objectFormat } = advertisement;
  const key = bundleKey(context.root, context.snapshot, repository.name, kind);
  const { connectivity, refused } = await context.connectivity.open({
    name: repository.name,
    kind,
    objectFormat,
    wanted: namesOf(advertisement, part.wants),
  });
  try {
    const inspection = context.inspections?.open(objectFormat);
    const bundle = streamBundle(server, advertisement, part, inspection, connectivity);
    const written = await context.store.upload(key, bundle.stream, {
      signal: context.signal,
      contentType: "application/x-git-bundle",
    });
    const facts = bundle.facts();
    if (!facts || facts.sizeBytes !== written.sizeBytes) {
      throw new AppError("bundle-truncated", { key, found: written.sizeBytes, expected: facts?.sizeBytes });
    }
    const { sizeBytes: size_bytes, sha256, objects, largestObjectBytes: largest_object_bytes } = facts;
    const created_at = context.now().toISOString();
    const link = { s3_key: key, version_id: written.versionId, kind, size_bytes, sha256, created_at };
    const checks = recordChecks(inspection !== undefined, connectivity?.outcome ?? refused ?? "failed");
    return { link, objects, largest_object_bytes, ...checks };
  } finally {
    await connectivity?.close();
  }
}

/** The objects that must come, each with a ref that names it. */
function namesOf({ refs, headOid }: RefAdvertisement, wants: string[]): ReadonlyMap<string, string> {
  const wanted = new Set(wants);
  const names = new Map(headOid !== undefined && wanted.has(headOid) ? [[headOid, "HEAD"]] : []);
  for (const { oid, name } of refs) if (wanted.has(oid)) names.set(oid, name);
  return names;
}
