// Runs in a worker thread of its own: inflates what it is sent, so that the streams' own thread keeps flowing.
import { parentPort } from "node:worker_threads";
import { PackInspector } from "./pack-inspector";

export type ToThread =
  | { stream: number; kind: "open"; objectFormat: "sha1" | "sha256" }
  | { stream: number; kind: "chunk"; bytes: Uint8Array }
  | { stream: number; kind: "end" }
  | { stream: number; kind: "close" };

export type FromThread =
  | { stream: number; kind: "taken"; bytes: number }
  | { stream: number; kind: "counted"; objects: number }
  | { stream: number; kind: "refused"; message: string };

interface Stream {
  inspector: PackInspector;
  /** Messages of one stream are worked on in order; the streams of a thread take turns. */
  tail: Promise<void>;
}

const streams = new Map<number, Stream>();
const tell = (message: FromThread) => parentPort?.postMessage(message);

parentPort?.on("message", (message: ToThread) => {
  if (message.kind === "open") {
    streams.set(message.stream, { inspector: new PackInspector(message.objectFormat), tail: Promise.resolve() });
    return;
  }
  const stream = streams.get(message.stream);
  if (!stream) return;
  if (message.kind === "close") {
    streams.delete(message.stream);
    return;
  }
  stream.tail = stream.tail
    .then(() => work(stream, message))
    .catch((error: Error) => {
      streams.delete(message.stream);
      tell({ stream: message.stream, kind: "refused", message: error.message });
    });
});

async function work({ inspector }: Stream, message: Extract<ToThread, { kind: "chunk" | "end" }>): Promise<void> {
  if (!streams.has(message.stream)) return;
  if (message.kind === "end") {
    tell({ stream: message.stream, kind: "counted", objects: await inspector.end() });
    streams.delete(message.stream);
    return;
  }
  await inspector.push(Buffer.from(message.bytes.buffer, message.bytes.byteOffset, message.bytes.byteLength));
  tell({ stream: message.stream, kind: "taken", bytes: message.bytes.byteLength });
}
