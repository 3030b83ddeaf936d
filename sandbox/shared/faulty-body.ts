import type { ServerResponse } from "node:http";
import type { FaultAction } from "./fault-rule";

/** The actions that strike within the body of a response. */
export type BodyFault = Extract<FaultAction, { kind: "reset" | "truncate" | "stall" | "corrupt" | "slow" }>;

/** How often a slow link lets bytes through: often enough to look like a trickle, seldom enough to cost nothing. */
const SLOW_TICK_MS = 50;

interface Piece {
  bytes: Buffer;
  written?: ((error?: Error | null) => void) | undefined;
}

/**
 * Puts `fault` between the handler and the client by replacing `res.write` and `res.end`. The handler notices nothing
 * but backpressure: `write` answers false while bytes are held, and "drain" is emitted once they are gone, so a stalled
 * or slow client never makes the server buffer more than what one `write` brought.
 */
export function wrapBody(res: ServerResponse, fault: BodyFault): void {
  const write = res.write.bind(res) as (bytes: Buffer, written?: Piece["written"]) => boolean;
  const end = res.end.bind(res) as (done?: () => void) => ServerResponse;
  const emit = res.emit.bind(res);
  const queue: Piece[] = [];
  let position = 0;
  let state: "flowing" | "held" | "cut" = "flowing";
  let stalled = false;
  let drainOwed = false;
  let ending: { done?: (() => void) | undefined } | undefined;
  let timer: NodeJS.Timeout | undefined;
  res.once("close", () => clearTimeout(timer));

  const hold = (ms: number | undefined) => {
    state = "held";
    if (ms === undefined) return;
    timer = setTimeout(() => {
      state = "flowing";
      pump();
    }, ms);
  };

  const cut = () => {
    state = "cut";
    const { socket } = res;
    if (!res.headersSent && !isUnheard(fault)) res.flushHeaders();
    if (fault.kind === "truncate") end(() => socket?.end());
    // One turn later, so that what was written before the cut has left this process.
    else setImmediate(() => socket?.resetAndDestroy());
    for (const piece of queue.splice(0)) piece.written?.();
  };

  /** Whether the fault strikes at this point of the body, before another byte is sent. */
  const strikes = (): boolean => {
    if (fault.kind === "reset" || fault.kind === "truncate") {
      if (position < (fault.afterBytes ?? 0)) return false;
      cut();
      return true;
    }
    if (fault.kind !== "stall" || stalled || position < (fault.afterBytes ?? 0)) return false;
    stalled = true;
    if (!res.headersSent && !isUnheard(fault)) res.flushHeaders();
    hold(fault.ms);
    return true;
  };

  const pump = () => {
    while (state === "flowing" && !res.writableNeedDrain && !strikes()) {
      const piece = queue[0];
      if (!piece) break;
      const size = Math.min(piece.bytes.length, portion(fault, position, stalled));
      const part = corrupted(fault, piece.bytes.subarray(0, size), position);
      position += size;
      piece.bytes = piece.bytes.subarray(size);
      if (piece.bytes.length > 0) write(part);
      else {
        queue.shift();
        write(part, piece.written);
      }
      if (fault.kind === "slow") hold((size / fault.bytesPerSecond) * 1000);
    }
    if (queue.length > 0) return;
    if (ending && state === "flowing") end(ending.done);
    else if (drainOwed && !res.writableNeedDrain) {
      drainOwed = false;
      emit("drain");
    }
  };

  const accept = (piece: Piece): boolean => {
    if (state === "cut") {
      piece.written?.();
      return true;
    }
    queue.push(piece);
    pump();
    drainOwed = queue.length > 0 || res.writableNeedDrain;
    return !drainOwed;
  };

  res.write = ((chunk: unknown, encoding?: unknown, written?: unknown) =>
    accept(pieceOf(chunk, encoding, written))) as ServerResponse["write"];

  res.end = ((...given: unknown[]) => {
    const done = given.findLast((each) => typeof each === "function") as (() => void) | undefined;
    const chunk = typeof given[0] === "function" ? undefined : given[0];
    if (state === "cut") {
      done?.();
      return res;
    }
    if (chunk !== undefined && chunk !== null) {
      const piece = pieceOf(chunk, given[1], undefined);
      // What node does for a body given whole to end(): otherwise a fault would change the framing too.
      if (!res.headersSent && !res.hasHeader("content-length")) res.setHeader("content-length", piece.bytes.length);
      accept(piece);
    }
    ending = { done };
    if (res.writableNeedDrain && queue.length === 0 && state === "flowing") end(done);
    else pump();
    return res;
  }) as ServerResponse["end"];

  res.emit = ((event: string, ...rest: unknown[]) => {
    if (event !== "drain") return emit(event, ...rest);
    drainOwed = true;
    pump();
    return true;
  }) as ServerResponse["emit"];
}

/** Whether not even the headers are sent. */
function isUnheard(fault: BodyFault): boolean {
  return (fault.kind === "reset" || fault.kind === "stall") && fault.handled === true;
}

/** How many bytes may go out at once from `position` on. */
function portion(fault: BodyFault, position: number, stalled: boolean): number {
  switch (fault.kind) {
    case "slow":
      return Math.max(1, Math.round((fault.bytesPerSecond * SLOW_TICK_MS) / 1000));
    case "stall":
      return stalled ? Number.POSITIVE_INFINITY : (fault.afterBytes ?? 0) - position;
    case "reset":
    case "truncate":
      return (fault.afterBytes ?? 0) - position;
    case "corrupt":
      return Number.POSITIVE_INFINITY;
  }
}

/** A copy with one bit flipped where the fault asks for it: the handler's own buffer may be shared. */
function corrupted(fault: BodyFault, bytes: Buffer, position: number): Buffer {
  if (fault.kind !== "corrupt" || fault.atByte < position || fault.atByte >= position + bytes.length) return bytes;
  const copy = Buffer.from(bytes);
  const at = fault.atByte - position;
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

function pieceOf(chunk: unknown, encoding: unknown, written: unknown): Piece {
  const callback = typeof encoding === "function" ? encoding : written;
  const bytes =
    typeof chunk === "string"
      ? Buffer.from(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8")
      : Buffer.from(chunk as Uint8Array);
  return { bytes, written: typeof callback === "function" ? (callback as Piece["written"]) : undefined };
}
