import dns from "node:dns";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { GithubMemberships } from "./adapters/memberships/github-memberships";
import { guardConnections } from "./guard-connections";

let asked = 0;
const server = http.createServer((_, response) => {
  asked++;
  response.end("{}");
});
let port: number;
let end: () => void;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
  end = guardConnections();
});
afterAll(() => {
  end();
  server.close();
});
afterEach(() => {
  vi.restoreAllMocks();
  asked = 0;
});

/** A resolver in the hands of somebody else: every name leads to `addresses`. */
function leadTo(...addresses: string[]): void {
  const all = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  const answer = (_host: string, options: unknown, done: (...all: unknown[]) => void) => {
    const wantsAll = (options as { all?: boolean }).all;
    process.nextTick(() => (wantsAll ? done(null, all) : done(null, all[0]?.address, all[0]?.family)));
  };
  vi.spyOn(dns, "lookup").mockImplementation(answer as unknown as typeof dns.lookup);
}

const byFetch = (url: string) => fetch(url).then((answer) => answer.status);
const by = (client: typeof http | typeof https) => (url: string) =>
  new Promise((resolve, reject) => client.get(url, ({ statusCode }) => resolve(statusCode)).on("error", reject));
const causeOf = (error: Error) => (error.cause instanceof Error ? error.cause : error);

test.each([
  ["169.254.169.254"],
  ["169.254.170.2"],
  ["::ffff:169.254.169.254"],
  ["fd00:ec2::254"],
  ["fe80::1"],
  ["0.0.0.0"],
  ["127.0.0.1"],
  ["::1"],
  ["127.0.0.1", "140.82.121.4"],
])("a name that leads to %s is not asked, by any client", async (...addresses) => {
  leadTo(...addresses);
  for (const [ask, scheme] of [
    [byFetch, "http"],
    [by(http), "http"],
    [by(https), "https"],
  ] as const) {
    const error = await ask(`${scheme}://github.example:${port}/`).then(
      () => new Error("it was asked"),
      (refusal: Error) => causeOf(refusal),
    );
    expect(error).toMatchObject({ code: "address-refused", facts: { host: "github.example" } });
  }
  expect(asked).toBe(0);
});

test("this machine is asked where its name or address is what was configured", async () => {
  leadTo("127.0.0.1");
  for (const host of ["localhost", "holdfast-backups.localhost", "127.0.0.1"])
    for (const ask of [byFetch, by(http)]) expect(await ask(`http://${host}:${port}/`)).toBe(200);
  expect(asked).toBe(6);
});

test("who asks is told which name led where", async () => {
  leadTo("169.254.169.254");
  await expect(
    new GithubMemberships(`http://github.example:${port}`).inOrganisation("t", "acme"),
  ).rejects.toMatchObject({
    code: "address-refused",
    message: expect.stringContaining("github.example leads to 169.254.169.254"),
  });
});
