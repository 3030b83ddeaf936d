// Answers of a git server that lies, as faults of the sandbox's GitHub: real git would serve none of them.
import type { TestSandbox } from "@/sandbox/testing/test-sandbox";
import { FLUSH, pktLine } from "../git-wire/pkt-line";

const RESULT = { "content-type": "application/x-git-upload-pack-result" };
/** Bytes of pack in one side-band packet. */
const SLICE_BYTES = 60_000;

/** From now on it says that the repository has these refs; each a line without its end. */
export const listsRefs = (box: TestSandbox, repository: string, lines: string[]) =>
  answers(box, repository, "command=ls-refs", [...lines.map((line) => pktLine(`${line}\n`)), FLUSH]);

/** And that this is the pack of what is asked for. */
export const servesPack = (box: TestSandbox, repository: string, pack: Buffer) =>
  answers(box, repository, "command=fetch", [pktLine("packfile\n"), ...slices(pack), FLUSH]);

function answers(box: TestSandbox, repository: string, body: string, packets: Buffer[]): Promise<void> {
  const bytes = Buffer.concat(packets).toString("base64");
  const action = { kind: "status", status: 200, base64: true, body: bytes, headers: RESULT };
  return box.fault("github", { match: { path: `^/${repository}\\.git/`, body }, action, times: 0 });
}

function slices(pack: Buffer): Buffer[] {
  const count = Math.ceil(pack.length / SLICE_BYTES);
  return Array.from({ length: count }, (_, index) => {
    const slice = pack.subarray(index * SLICE_BYTES, (index + 1) * SLICE_BYTES);
    return pktLine(Buffer.concat([Buffer.from([1]), slice]));
  });
}
