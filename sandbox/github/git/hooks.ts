import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { PushRestrictions } from "./git-access";

/**
 * Notes that refs were updated, and makes the first branch ever pushed the default one, as GitHub does.
 * The file to write the note to is told by environment.
 */
const POST_RECEIVE = `#!/bin/sh
: > "$SANDBOX_PUSH_NOTE"
git rev-parse --quiet --verify HEAD > /dev/null && exit 0
while read -r _ new ref; do
  case "$ref" in
    refs/heads/*) git rev-parse --quiet --verify "$ref" > /dev/null && exec git symbolic-ref HEAD "$ref" ;;
  esac
done
exit 0
`;

/**
 * Refuses files over the limit in GitHub's words. Looks at the objects that came with the push alone: they are in
 * quarantine, and what the repository had before is an alternate.
 */
const PRE_RECEIVE = `#!/bin/sh
[ -n "$GIT_QUARANTINE_PATH" ] || exit 0
large=$(GIT_ALTERNATE_OBJECT_DIRECTORIES= git cat-file --batch-all-objects --unordered --buffer \\
    --batch-check='%(objecttype) %(objectsize) %(objectname)' |
  awk -v most="$SANDBOX_FILE_BYTES" '$1 == "blob" && $2 + 0 > most + 0 { print $3, $2; exit }')
[ -n "$large" ] || exit 0
set -- $large
while read -r _ new _; do
  case "$new" in *[!0]*) name=$(git rev-list --objects "$new" --not --all | sed -n "s/^$1 //p"); [ -n "$name" ] && break ;; esac
done
megabytes() { awk -v bytes="$1" 'BEGIN { printf "%.2f MB", bytes / 1048576 }'; }
echo "error: Trace: sandbox" >&2
echo "error: See https://gh.io/lfs for more information." >&2
echo "error: File $name is $(megabytes "$2"); this exceeds GitHub's file size limit of $(megabytes "$SANDBOX_FILE_BYTES")" >&2
echo "error: GH001: Large files detected. You may want to try Git Large File Storage - https://git-lfs.github.com." >&2
exit 1
`;

/** Writes the hooks every push runs through; repositories' own hooks never run. Gives back their directory. */
export async function writeHooks(root: string): Promise<string> {
  const directory = path.join(root, ".hooks");
  await mkdir(directory, { recursive: true });
  const script = fileURLToPath(new URL("./proc-receive.mjs", import.meta.url));
  await writeHook(directory, "pre-receive", PRE_RECEIVE);
  await writeHook(directory, "post-receive", POST_RECEIVE);
  await writeHook(directory, "proc-receive", `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(script)}\n`);
  return directory;
}

/** Git's configuration for one push. Only a restricted one goes through the hook that looks at every ref. */
export function pushConfig(hooks: string, restrictions: PushRestrictions, most: { pushBytes: number; fsck: boolean }) {
  const config: [string, string][] = [
    ["core.hooksPath", hooks],
    ["http.receivepack", "true"],
    ["receive.autogc", "false"],
    ["receive.denyDeleteCurrent", "refuse"],
    ["receive.maxInputSize", String(most.pushBytes)],
    ["receive.fsckObjects", String(most.fsck)],
    ["receive.hideRefs", "refs/pull"],
    ["receive.hideRefs", "refs/github-services"],
  ];
  const { workflowRefusal, rules, rulesets, secrets } = restrictions;
  if (workflowRefusal || rules.length + rulesets.length + secrets.length > 0)
    config.push(["receive.procReceiveRefs", "refs/"]);
  return config;
}

async function writeHook(directory: string, name: string, content: string): Promise<void> {
  const file = path.join(directory, name);
  await writeFile(file, content);
  await chmod(file, 0o755);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
