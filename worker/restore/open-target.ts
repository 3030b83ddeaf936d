import type { RestoreTarget } from "@/lib/ports/restore-target";
import { HostWatch } from "../host-watch";
import type { Begun } from "./restore-context";

/** GitHub as the restore App sees it; its limits are told in the log and in the run's record. */
export function openTarget(begun: Begun): Promise<RestoreTarget> {
  return begun.services.target({ signal: begun.signal, listener: new HostWatch(begun, 1) });
}
