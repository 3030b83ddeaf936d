// What can go wrong on the wire, before it is told in the operator's words (capture-repository.ts adds the repository).

export type WireFault =
  /** The connection ended or fell silent before the protocol said so. */
  | "cut"
  /** The server said something that is not protocol v2. */
  | "protocol"
  /** The server reported an error of its own. */
  | "remote"
  /** The pack is not what its header or trailer says. */
  | "pack"
  /** The pack is well formed and does not hold all that its refs need. */
  | "incomplete"
  /** An HTTP status other than 200; see `status`. */
  | "status";

/** A server's words may be as long as a packet; people and records get their beginning. */
const MOST_CHARACTERS = 1000;

export class WireError extends Error {
  readonly fault: WireFault;
  readonly status?: number;
  readonly retryAfterSeconds?: number;

  constructor(
    fault: WireFault,
    message: string,
    options: { cause?: unknown; status?: number; retryAfterSeconds?: number } = {},
  ) {
    super(message.length > MOST_CHARACTERS ? `${message.slice(0, MOST_CHARACTERS)}...` : message, {
      cause: options.cause,
    });
    this.name = "WireError";
    this.fault = fault;
    this.status = options.status;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
