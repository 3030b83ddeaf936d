import type { Principal } from "../shared/principals";

/** What an operation knows about the call besides its input. */
export interface Call {
  principal: Principal;
  requestId: string;
}

/**
 * One operation: the input has been validated against the service's model, the output is shaped by it. Members the
 * model does not have are left out of the answer. Written as a method so that a record can hold operations of many types.
 */
export interface Operation {
  run(input: unknown, call: Call): unknown;
}

export interface Subject {
  /** Where it is another than the operation's own. */
  action?: string;
  resource: string;
  context?: Record<string, string>;
}

/** Written as a method, as {@link Operation} is. */
export interface Subjects {
  of(input: unknown): Subject[];
}

/** One AWS service: its model, as the SDK client exports it, and the operations that exist here. */
export interface Service {
  /** IAM's prefix: "ecs" in "ecs:RunTask". */
  iamPrefix: string;
  /** The service in the credential scope of a signature. */
  signingName: string;
  /** What X-Amz-Target starts with. REST and query services have none. */
  target?: string;
  /** The namespace of the query protocol's XML answers. */
  xmlNamespace?: string;
  /** "1.0" or "1.1", for the JSON protocols. */
  jsonVersion?: string;
  /** Where it differs from the protocol's own. */
  accessDenied?: [code: string, status: number];
  /** Which code tells that the input does not fit the model. */
  invalidInput: string;
  /** The SDK client's exports: `<Operation>$` is the schema of an operation. */
  model: object;
  operations: Record<string, Operation>;
  /**
   * What a call is about, in the words of IAM: each of these has to be permitted. An operation that is missing here knows
   * no resources, so only a statement about `*` permits it.
   */
  subjects?: Record<string, Subjects>;
  /** Operations anybody with valid credentials may call. */
  unrestricted?: string[];
}

/** Makes an operation of a typed function. The types are the SDK's; the schema guarantees the input's shape. */
export function operation<Input, Output>(run: (input: Input, call: Call) => Output | Promise<Output>): Operation {
  return { run: (input, call) => run(input as Input, call) };
}

/** The subjects of calls whose input has this type. */
export function subjects<Input>(of: (input: Input) => Subject[]): Subjects {
  return { of: (input) => of(input as Input) };
}
