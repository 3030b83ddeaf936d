// One error an operator can meet: what happened, what to do, and what it is for programs.
export interface ErrorRow {
  sentence: string;
  hint: string;
  /** Whether the same call may succeed when it is simply made again. */
  retryable: boolean;
  http: number;
  exit: number;
}

export const row = (sentence: string, hint: string, http: number, exit: number, retryable = false): ErrorRow => ({
  sentence,
  hint,
  http,
  exit,
  retryable,
});
