import { performBatch } from "./perform-batch";
import { performExport } from "./perform-export";
import { performLocal } from "./perform-local";
import { performRearm } from "./perform-rearm";
import { performRef } from "./perform-ref";
import { performRepository } from "./perform-repository";
import type { Begun } from "./restore-context";

/** Does what the plan says, whatever kind it is. @throws AppError, restore-incomplete where it was done in part */
export function perform(begun: Begun): Promise<void> {
  const { request } = begun.agreed.plan;
  switch (request.kind) {
    case "repository":
      return performRepository(begun);
    case "batch":
      return performBatch(begun);
    case "ref":
      return performRef(begun, request);
    case "rearm":
      return performRearm(begun, request);
    case "export":
      return performExport(begun);
    case "local":
      return performLocal(begun, request);
  }
}
