// Runs in a worker thread of its own: inflates what it is sent, so that the streams' own thread keeps flowing.
import { parentPort } from "node:worker_threads";
import { type Inspected, PackInspector } from "./pack-inspector";

export type ToThread =
  | { stream: number; kind: "open"; objectFormat: "sha1" | "sha256" }
  | { stream: number; kind: "chunk"; bytes: Uint8Array }
  | { stream: number; kind: "end" }
  | { stream: number; kind: "close" };

export type FromThread =
  | { stream: number; kind: "taken"; bytes: number }
  | { stream: number; kind: "inspected"; inspected: Inspected }
  | { stream: number; kind: "refused"; message: string };

const streams = new Map<number, PackInspector>();
const tell = (message: FromThread) => parentPort?.postMessage(message);

parentPort?.on("message", (message: ToThread) => {
  if (message.kind === "open") {
    streams.set(message.stream, new PackInspector(message.objectFormat));
    return;
  }
  const inspector = streams.get(message.stream);
  if (!inspector) return;
  try {
    work(inspector, message);
  } catch (error) {
    forget(message.stream, inspector);
    tell({ stream: message.stream, kind: "refused", message: (error as Error).message });
  }
});

function work(inspector: PackInspector, message: Exclude<ToThread, { kind: "open" }>): void {
  const { stream } = message;
  if (message.kind === "chunk") {
    const { buffer, byteOffset, byteLength } = message.bytes;
    inspector.push(Buffer.from(buffer, byteOffset, byteLength));
    tell({ stream, kind: "taken", bytes: byteLength });
    return;
  }
  if (message.kind === "end") tell({ stream, kind: "inspected", inspected: inspector.end() });
  forget(stream, inspector);
}

function forget(stream: number, inspector: PackInspector): void {
  inspector.close();
  streams.delete(stream);
}
