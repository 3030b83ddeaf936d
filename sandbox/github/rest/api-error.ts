/** A refusal in GitHub's form: `{message, documentation_url, status, ...more}`. */
export class ApiError extends Error {
  readonly status: number;
  readonly more: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    message: string,
    more: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ) {
    super(message);
    this.status = status;
    this.more = more;
    this.headers = headers;
  }
}

export function notFound(): ApiError {
  return new ApiError(404, "Not Found");
}

/** GitHub's 422 with one entry in `errors`. */
export function unprocessable(message: string, error?: Record<string, string>): ApiError {
  return new ApiError(422, message, error ? { errors: [error] } : {});
}
