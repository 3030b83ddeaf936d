export type SignatureErrorCode =
  | "AccessDenied"
  | "AuthorizationHeaderMalformed"
  | "ExpiredToken"
  | "InvalidAccessKeyId"
  | "InvalidToken"
  | "RequestTimeTooSkewed"
  | "SignatureDoesNotMatch";

/** Why a request was not believed, with the code and the HTTP status that S3 answers. */
export class SignatureError extends Error {
  readonly code: SignatureErrorCode;
  readonly status: number;

  constructor(code: SignatureErrorCode, message: string) {
    super(message);
    this.name = "SignatureError";
    this.code = code;
    this.status = STATUS[code];
  }
}

const STATUS: Record<SignatureErrorCode, number> = {
  AccessDenied: 403,
  AuthorizationHeaderMalformed: 400,
  ExpiredToken: 400,
  InvalidAccessKeyId: 403,
  InvalidToken: 400,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
};
