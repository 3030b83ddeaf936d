/**
 * For calls that are answered at once: the SDK by itself waits for ever, and a call that hangs would hold a whole run. The
 * SDK makes one that timed out again.
 */
export const SMALL_CALL = { connectionTimeout: 10_000, socketTimeout: 20_000 };
