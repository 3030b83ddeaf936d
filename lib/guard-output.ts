// The last door. Whoever writes in a process (we, Next, a library, Node on its way down), it is through these streams.
import { redact } from "@/lib/domain/redact";

export interface OutputStream {
  write: (chunk: string | Uint8Array, ...rest: never[]) => boolean;
}

/**
 * From now on nothing is written to these streams but what `redact` leaves. `known`: secrets of this process that have no form
 * to be known by; they are found as JSON would write them, too.
 */
export function guardOutput(streams: readonly OutputStream[], known: readonly (string | undefined)[] = []): void {
  const secrets = known.flatMap((each) => (each ? [...new Set([each, JSON.stringify(each).slice(1, -1)])] : []));
  for (const stream of streams) {
    const write = stream.write.bind(stream);
    stream.write = (chunk, ...rest) =>
      write(redact(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8"), secrets), ...rest);
  }
}
