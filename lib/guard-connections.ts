// What this process asks, it asks where the settings say. A name that somebody makes lead elsewhere, to where a cloud's
// machines get their credentials or to this machine itself, is refused at the last moment there is: between the answer of
// the resolver and the connection. That holds for every client in the process, GitHub's and AWS's too.
import diagnostics from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { AppError } from "@/lib/domain/errors";
import { isLocalName, isLoopback, refusedAddress } from "@/lib/domain/refused-address";

/** Node tells of every TCP and TLS socket of a client here, before it looks a name up (diagnostics_channel, "Net"). */
const SOCKET_MADE = "net.client.socket";

/**
 * From now on. An address without a name is asked as it is: settings that name one are checked when they are read, and ECS
 * gives a task its credentials at one. @returns what ends it
 */
export function guardConnections(): () => void {
  const watch = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    socket.on("lookup", (_error, address, _family, host) => {
      const why = address && whyRefused(host, address);
      if (why) socket.destroy(new AppError("address-refused", { host, address, why }));
    });
  };
  diagnostics.subscribe(SOCKET_MADE, watch);
  return () => void diagnostics.unsubscribe(SOCKET_MADE, watch);
}

function whyRefused(host: string, address: string): string | undefined {
  if (isLoopback(address)) return isLocalName(host) ? undefined : "it is this machine itself";
  return refusedAddress(address);
}
