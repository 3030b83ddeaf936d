import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Starts `server` on loopback. Port 0 picks a free one. A taken port is an error that says what to do. */
export async function listenOnLoopback(server: Server, port: number, what: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") return reject(error);
      reject(
        new Error(
          `port ${port} for ${what} is taken; stop the program that holds it, or choose another port (--help tells how)`,
        ),
      );
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Stops accepting, ends what is open, resolves when the port is free. */
export async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
