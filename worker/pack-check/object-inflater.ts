// One zlib context for all objects of a pack. `inflateSync` makes a new one for each object, which costs ten times what
// inflating the object does. See docs/decisions/0008-one-zlib-context.md.
import { constants, createInflate, type Inflate } from "node:zlib";
import { AppError } from "@/lib/domain/errors";
import { WireError } from "../git-wire/wire-error";
import { DELTA_HEAD_BYTES } from "./object-head";

/** What zlib produces goes here and is forgotten; only its length counts. */
const OUTPUT_BYTES = 64 * 1024;
const output = Buffer.allocUnsafeSlow(OUTPUT_BYTES);
const NOTHING = Buffer.alloc(0);

/** The part of Node's zlib binding that is used; a test tells when Node changes it. */
interface ZlibHandle {
  onerror: (message: string, errno: number, code: string) => void;
  reset(): void;
  writeSync(flush: number, input: Buffer, at: number, length: number, out: Buffer, outAt: number, room: number): void;
}

export class ObjectInflater {
  /** The first bytes that came out of the object: for a delta, its sizes. */
  readonly beginning = Buffer.alloc(DELTA_HEAD_BYTES);
  private readonly inflate: Inflate;
  private readonly handle: ZlibHandle;
  /** After each write: room left in the output, input left over. */
  private readonly state: Uint32Array;
  private fault?: { message: string; code: string };
  private size = 0;
  private produced = 0;

  constructor() {
    this.inflate = createInflate();
    const { _handle: handle, _writeState: state } = this.inflate as unknown as {
      _handle?: ZlibHandle;
      _writeState?: Uint32Array;
    };
    if (typeof handle?.writeSync !== "function" || !state)
      throw new AppError("unexpected", { detail: `Node ${process.version} has no synchronous zlib handle` });
    this.handle = handle;
    this.state = state;
    handle.onerror = (message, _errno, code) => {
      this.fault = { message, code };
    };
  }

  /** The next object has this many bytes. */
  begin(size: number): void {
    this.size = size;
    this.produced = 0;
    this.handle.reset();
  }

  /**
   * Inflates from `at` on.
   * @returns where the object's data ends in `input`, or undefined when all of `input` was used and more is needed
   * @throws WireError pack
   */
  feed(input: Buffer, at: number): number | undefined {
    let position = at;
    for (;;) {
      this.write(constants.Z_NO_FLUSH, input, position);
      this.refuseFault();
      const [room = 0, left = 0] = this.state;
      const come = OUTPUT_BYTES - room;
      if (this.produced < DELTA_HEAD_BYTES) output.copy(this.beginning, this.produced, 0, come);
      this.produced += come;
      position = input.length - left;
      if (this.produced > this.size)
        throw new WireError("pack", `an object is larger than the ${this.size} bytes it says`);
      // A full output says nothing about the input: there may be more to come out of what was read already.
      if (room === 0) continue;
      if (left > 0 || this.hasEnded()) return this.complete(position);
      return undefined;
    }
  }

  close(): void {
    this.inflate.close();
  }

  /** zlib stops before its input's end only at the end of an object. When both end together it has to be asked. */
  private hasEnded(): boolean {
    if (this.produced !== this.size) return false;
    this.write(constants.Z_FINISH, NOTHING, 0);
    if (this.fault?.code === "Z_BUF_ERROR") {
      this.fault = undefined;
      return false;
    }
    this.refuseFault();
    return true;
  }

  private write(flush: number, input: Buffer, at: number): void {
    this.handle.writeSync(flush, input, at, input.length - at, output, 0, OUTPUT_BYTES);
  }

  private refuseFault(): void {
    if (this.fault) throw new WireError("pack", `an object cannot be inflated (${this.fault.message})`);
  }

  private complete(position: number): number {
    if (this.produced !== this.size)
      throw new WireError("pack", `an object of ${this.produced} bytes says it has ${this.size}`);
    return position;
  }
}
