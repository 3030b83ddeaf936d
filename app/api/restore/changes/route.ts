import { z } from "zod";
import { route } from "@/app/_server/route";
import { repositoryName, runId } from "@/lib/domain/ids-schema";
import { listChanges } from "@/lib/operations/list-changes";

const input = z.object({ run: runId, target: repositoryName });

export const GET = route({ action: "view", input }, ({ services, input, now }) =>
  listChanges(services, input.run, input.target, now),
);
