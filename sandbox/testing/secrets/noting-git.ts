import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

/**
 * A directory for the front of PATH whose `git` notes its arguments and its environment, and is git then: however short it
 * lives, it is seen.
 * @returns the value for PATH
 */
export async function notingGit(directory: string, notes: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  const file = path.join(directory, "git");
  const script = `#!/bin/sh
{ tr '\\0' ' ' < /proc/$$/cmdline; echo; tr '\\0' '\\n' < /proc/$$/environ; } >> "${notes}"
PATH=\${PATH#*:}
exec git "$@"
`;
  await writeFile(file, script);
  await chmod(file, 0o755);
  return `${directory}:${process.env.PATH}`;
}
