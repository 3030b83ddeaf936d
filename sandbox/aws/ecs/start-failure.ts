/** A task that never got to run. The message is the task's stoppedReason. */
export class StartFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = "StartFailure";
  }
}
