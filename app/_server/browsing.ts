// The wrapper of what shows the inside of a backup: whoever looks is told in the audit trail before anything is shown.
import "server-only";
import type { z } from "zod";
import type { Browsed } from "@/lib/domain/browse";
import { Audited } from "./audited";
import { check, queryOf } from "./request-input";
import { type ApiHandler, throughDoors } from "./route";
import { type ConsoleServices, services } from "./services";

interface BrowsingSpec<I extends Browsed> {
  input: z.ZodType<I>;
  /** `once`: that a person looks into this repository of this snapshot, and not at which page of it. */
  told: "once" | "each time";
  /** What an act of its own is about, besides the repository. */
  what?: (input: I) => string;
}

interface BrowsingCall<I> {
  input: I;
  services: ConsoleServices;
}

/** For GET requests: a link to a file is one. `run` returns what is sent as JSON, or a whole Response. */
export function browsing<I extends Browsed>(
  { input: schema, told, what }: BrowsingSpec<I>,
  run: (call: BrowsingCall<I>) => Promise<unknown>,
): ApiHandler {
  const action = told === "once" ? "browse a backup" : "download a file";
  return throughDoors({ action, input: schema }, async (door, request, _, reference) => {
    const wired = services();
    const audited = new Audited(wired.audit, door, request.headers, reference);
    const asking = await door.require("view");
    await audited.refusing(asking, () => {
      door.refuseForeignReader();
      if (told === "each time") wired.limits.acts.count(door.countedAs(asking), new Date());
    });
    const input = check(schema, queryOf(request));
    const of = `${input.repository} of ${input.snapshot}, ${input.side}`;
    const subject = { about: what ? `${what(input)} of ${of}` : of };
    const session = await audited.role(action, subject);
    const call = { input, services: wired };
    const opening = told === "once" ? `${door.countedAs(session)} ${session.signedInAt} ${of}` : undefined;
    if (opening && isOpen(opening)) return run(call);
    return audited.act({ session, action, subject }, () => {
      // The trail has it: from here on it need not be told again.
      if (opening) remember(opening);
      return run(call);
    });
  });
}

/** Whoever looks longer is told again. */
const OPENING_MS = 3_600_000;
const OPENINGS = 10_000;

const opened = new Map<string, number>();

const isOpen = (opening: string) => Date.now() - (opened.get(opening) ?? 0) < OPENING_MS;

function remember(opening: string): void {
  opened.delete(opening);
  opened.set(opening, Date.now());
  const [oldest] = opened.keys();
  if (opened.size > OPENINGS && oldest !== undefined) opened.delete(oldest);
}
