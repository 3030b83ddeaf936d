// A console beside the demo's, on buckets of its own.
import { consoleTaskEnvironment } from "@/infra/task-environment";
import { type ConsoleProcess, startConsole } from "@/sandbox/console-process";
import { credentialVariables, endpointVariables } from "@/sandbox/environment";
import { ADMIN } from "@/sandbox/shared/principals";
import { consoleSecrets, consoleSettings } from "@/sandbox/task-variables";
import { freePorts } from "./free-ports";
import { urls } from "./servers";

/** Where its errors lead. */
export const LOG_LINK = "https://logs.example.com/search?find={reference}";

/** Without a replica, as nobody's role: what it is about is what stands in the buckets. */
export async function startConsoleOn(on: {
  name: string;
  backups: string;
  records: string;
  /** Besides what a console is given. */
  more?: Record<string, string>;
}): Promise<ConsoleProcess> {
  const [port = 0] = await freePorts(1);
  const settings = consoleSettings(urls(), `http://localhost:${port}`);
  const { replicaBucket: _, replicaRegion: __, ...storage } = settings.storage;
  const variables = {
    ...endpointVariables(urls()),
    ...credentialVariables(ADMIN),
    ...consoleTaskEnvironment({
      ...settings,
      ...{ environmentName: on.name, replicaAccount: undefined, logLink: LOG_LINK },
      storage: { ...storage, backupsBucket: on.backups, recordsBucket: on.records },
    }),
    ...consoleSecrets(`a-secret-of-the-${on.name}-console-and-of-no-other`),
    ...on.more,
  };
  return startConsole({ port, variables, onOutput: (text) => process.stderr.write(text) });
}
