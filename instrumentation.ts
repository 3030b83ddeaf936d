/** Next calls it once when the console's server starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  // Imported here only: the bundle for Next's edge runtime must not hold what needs Node.
  const { checkSettings } = await import("./app/_server/check-settings");
  const { services } = await import("./app/_server/services");
  const { setHeadersOfEveryAnswer } = await import("./app/_server/every-answer");
  const { guardConnections } = await import("./lib/guard-connections");
  checkSettings();
  guardConnections();
  setHeadersOfEveryAnswer();
  // So that the catalogue is being filled before anybody asks for it.
  services();
}
