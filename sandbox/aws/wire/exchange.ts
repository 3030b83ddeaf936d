import type { IncomingHttpHeaders } from "node:http";
import type { AwsError } from "../aws-error";
import type { Service } from "../service";

/** An HTTP request whose body has been read and decompressed. */
export interface AwsRequest {
  method: string;
  /** As it came over the wire, without the query. */
  rawPath: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** As signed. */
  rawBody: Buffer;
  /** With the content encoding undone. */
  body: Buffer;
}

export interface AwsAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/**
 * One call in the words of its protocol. `service` and `operation` are known before anything is believed or parsed;
 * `service` is undefined when nobody knows the target.
 */
export interface Exchange {
  service: Service | undefined;
  operation: string;
  /** Parses and validates the input. @throws AwsError */
  input(): unknown;
  /** The answer to a call that succeeded. */
  success(output: unknown, requestId: string): AwsAnswer;
  failure(error: AwsError, requestId: string): AwsAnswer;
  /** This protocol's words for who-are-you and you-may-not. */
  denial: DenialCodes;
}

export interface DenialCodes {
  accessDenied: [code: string, status: number];
  badSignature: string;
  unknownKey: string;
  missingSignature: string;
  expired: string;
}

export const JSON_DENIALS: DenialCodes = {
  accessDenied: ["AccessDeniedException", 400],
  badSignature: "InvalidSignatureException",
  unknownKey: "UnrecognizedClientException",
  missingSignature: "MissingAuthenticationTokenException",
  expired: "ExpiredTokenException",
};

export const REST_DENIALS: DenialCodes = { ...JSON_DENIALS, accessDenied: ["AccessDeniedException", 403] };

export const QUERY_DENIALS: DenialCodes = {
  accessDenied: ["AccessDenied", 403],
  badSignature: "SignatureDoesNotMatch",
  unknownKey: "InvalidClientTokenId",
  missingSignature: "MissingAuthenticationToken",
  expired: "ExpiredToken",
};
