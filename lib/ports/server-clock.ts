/** The time as a server has it. */
export interface ServerClock {
  /** How many seconds this machine is ahead of it; negative when behind. @throws AppError github-unreachable */
  skewSeconds(): Promise<number>;
}
