export interface Secrets {
  /** The secret's text, by ARN or name. The value must never be logged. @throws AppError not-found, aws-denied, aws-unreachable */
  read(id: string): Promise<string>;
}
