export interface Secrets {
  /** The secret's text, by ARN or name. The value must never be logged. @throws AppError storage-denied, not-found */
  read(id: string): Promise<string>;
}
