// The process that fills the console's catalogue. It reads manifests of many megabytes and must hold up no page, so it is not
// the console itself; the console starts it and is told here how far it is. It ends with the console.

import type { FromIndexer, ToIndexer } from "@/lib/domain/catalogue/indexer-messages";
import { asAppError } from "@/lib/domain/errors";
import { indexerEnvironment } from "@/lib/env";
import { guardConnections } from "@/lib/guard-connections";
import { guardOutput } from "@/lib/guard-output";
import { parse } from "@/lib/read-environment";
import { Indexer } from "./indexer";
import { indexerServices } from "./services";

guardOutput([process.stdout, process.stderr], [process.env.AWS_SECRET_ACCESS_KEY, process.env.AWS_SESSION_TOKEN]);
guardConnections();

try {
  const indexer = new Indexer({ ...indexerServices(parse(indexerEnvironment, process.env)), tell });
  process.on("message", (message: ToIndexer) => indexer.hear(message));
  // The console is gone; so is who needs the catalogue.
  process.on("disconnect", () => process.exit(0));
  await indexer.run();
} catch (error) {
  const { message, hint } = asAppError(error);
  console.error(JSON.stringify({ level: "error", event: "indexer-ended", message, hint }));
  process.exit(1);
}

/** A console that goes at this moment is no fault: the process ends with it. */
function tell(message: FromIndexer): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}
