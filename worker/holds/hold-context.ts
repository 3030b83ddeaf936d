import type { BackupContext } from "../backup-context";
import type { HoldContext } from "./place-hold";

export const holdContext = ({ services, env, recorder, log, now, signal }: BackupContext): HoldContext => ({
  store: services.primary,
  root: env.ROOT_PREFIX,
  run: recorder.run,
  log,
  now,
  signal,
});
