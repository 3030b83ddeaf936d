import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { RepositoryName } from "@/lib/domain/ids";
import { type PushAnswer, readPushAnswer } from "@/lib/domain/push-answer";
import type { Push, PushPart } from "@/lib/domain/push-plan";
import { git } from "@/lib/git/git";
import type { GitAccess } from "@/lib/ports/code-host";

export interface PushSettings {
  /** The bare repository; the refspecs are written into a file of it. */
  directory: string;
  name: RepositoryName;
  access: GitAccess;
  signal: AbortSignal;
  idleSeconds: number;
  /** Refuse where a ref exists already, even where it could be moved forward. */
  onlyNew?: boolean;
  /** What git tells of its progress. */
  onWords?: (chunk: string) => void;
}

const REMOTE = "target";

/** While GitHub unpacks a large push it may say nothing for longer than a connection may be idle. */
const SILENCES = 5;

/**
 * One `git push` with explicit refspecs, never `--mirror`: GitHub refuses hidden refs and limits how many a push may have.
 * @returns what GitHub said to it; no answer of GitHub's is an error here
 */
export async function pushOnce(push: Push, settings: PushSettings, token: string): Promise<PushAnswer> {
  const { directory, signal, idleSeconds, onlyNew, onWords } = settings;
  const config = path.join(directory, "push.config");
  await writeFile(config, remoteConfig(push, settings), "latin1");
  const slow = ["-c", "http.lowSpeedLimit=1", "-c", `http.lowSpeedTime=${idleSeconds}`];
  const leases = onlyNew ? push.parts.map(({ name }) => `--force-with-lease=${utf8(name)}:`) : [];
  const args = ["push", "--porcelain", "--progress", "--no-verify", ...leases, REMOTE];
  const result = await git(["-C", directory, "-c", `include.path=${config}`, ...slow, ...args], {
    signal,
    token,
    accept: () => true,
    silenceSeconds: idleSeconds * SILENCES,
    onWords,
  });
  // A push that was ended from here is nobody's answer.
  signal.throwIfAborted();
  return readPushAnswer(result);
}

/** In a file, because names are bytes and arguments are text, and because there may be more of them than a command takes. */
function remoteConfig({ parts }: Push, { access, name }: PushSettings): string {
  const quoted = (value: string) => `"${value.replace(/["\\]/g, "\\$&")}"`;
  const lines = parts.map((part) => `\tpush = ${quoted(refspec(part))}\n`);
  return `[remote "${REMOTE}"]\n\turl = ${quoted(access.url(name))}\n${lines.join("")}`;
}

const refspec = ({ oid, name, force }: PushPart) => `${force ? "+" : ""}${oid ?? ""}:${name}`;

const utf8 = (name: string) => Buffer.from(name, "latin1").toString("utf8");
