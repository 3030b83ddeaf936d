import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/domain/errors";
import { repositoryName } from "@/lib/domain/ids-schema";
import type { CodeHost, HostedRepository, Installation } from "@/lib/ports/code-host";
import { listFleet } from "./fleet";

const acme = { id: 1, account: "acme" };
const globex = { id: 2, account: "globex" };
const refused = new AppError("github-forbidden", { action: "list", detail: "no", needed: "metadata" });

function repository(id: number, name: string, installation: Installation, sizeKib = 1): HostedRepository {
  const facts = { visibility: "private", archived: false, disabled: false, fork: false };
  return { id, name: repositoryName.parse(name), installation, sizeKib, ...facts };
}

/** A list per installation; an error in it is where the list breaks off. */
function host(
  lists: [Installation, (HostedRepository | AppError)[]][],
): Pick<CodeHost, "listInstallations" | "listRepositories"> {
  return {
    listInstallations: async () => lists.map(([installation]) => installation),
    async *listRepositories(installation) {
      for (const each of lists.find(([one]) => one === installation)?.[1] ?? []) {
        if (each instanceof AppError) throw each;
        yield each;
      }
    },
  };
}

const list = (lists: Parameters<typeof host>[0], only?: number) => listFleet(host(lists) as CodeHost, 7, only);
const api = repository(10, "acme/api", acme);
const web = repository(20, "globex/web", globex, 9);

test("a repository that two pages or two installations show is one, by its id; the largest come first", async () => {
  const again = { ...api, name: repositoryName.parse("acme/backend") };
  const { repositories } = await list([
    [acme, [api, again]],
    [globex, [web, web]],
  ]);
  expect(repositories).toEqual([web, again]);
});

describe("an installation that cannot be listed", () => {
  test("does not stop the others; what of it was listed before is kept", async () => {
    const fleet = await list([
      [acme, [api, refused]],
      [globex, [web]],
    ]);
    expect(fleet.repositories).toEqual([web, api]);
    expect(fleet.installations).toMatchObject([{ ...acme, problem: { code: "github-forbidden" } }, globex]);
    expect(fleet.installations[1]).not.toHaveProperty("problem");
  });

  test("ends the run with its own reason when nothing was listed at all", async () => {
    await expect(
      list([
        [acme, [refused]],
        [globex, []],
      ]),
    ).rejects.toBe(refused);
  });
});

describe("a suspended installation", () => {
  const suspended = { ...globex, suspendedAt: "2026-11-01T00:00:00Z" };

  test("is told and not asked", async () => {
    const { installations } = await list([
      [acme, [api]],
      [suspended, [new AppError("unexpected", { detail: "it was asked" })]],
    ]);
    expect(installations[1]?.problem).toMatchObject({
      code: "installation-suspended",
      message: expect.stringContaining("globex"),
    });
  });

  test("on its own is why nothing was listed", async () => {
    await expect(list([[suspended, []]])).rejects.toMatchObject({ code: "installation-suspended" });
  });
});

test("an empty list and an unknown installation are refused", async () => {
  await expect(list([[acme, []]])).rejects.toMatchObject({ code: "fleet-empty" });
  await expect(list([[acme, [api]]], 99)).rejects.toMatchObject({ code: "github-not-found" });
});
