"use client";
import { createContext, type ReactNode, useContext } from "react";
import type { TwoPeopleRule } from "@/lib/domain/approval/two-people";
import { logAddress } from "@/lib/domain/log-link";
import type { PersonId } from "@/lib/domain/person-id";
import { placeRefusal } from "@/lib/domain/place-refusal";
import { ACTION_ROLE, type Action, may, type Role } from "@/lib/domain/role";

/** Who looks, and at what installation: said on every page. */
export interface ShellFacts {
  id: PersonId;
  login: string;
  name: string;
  role: Role;
  environment: string;
  /** Of AWS, where the console can tell. */
  account?: string;
  /** Address of the console's log: log-link.ts. */
  logLink?: string;
  primary: { bucket: string; region: string };
  replica?: { bucket: string; region: string; account?: string };
  /** Restores only. */
  standby?: boolean;
  /** Whether there is a task that holds snapshots. */
  holds: boolean;
  twoPeople: TwoPeopleRule;
  version: string;
  /** The browser says it is on a telephone. */
  narrow: boolean;
}

const SessionContext = createContext<ShellFacts | undefined>(undefined);

export function SessionProvider({ facts, children }: { facts: ShellFacts; children: ReactNode }) {
  return <SessionContext value={facts}>{children}</SessionContext>;
}

export function useShellFacts(): ShellFacts {
  const facts = useContext(SessionContext);
  if (!facts) throw new Error("useShellFacts needs a SessionProvider above it");
  return facts;
}

/** Where the console's log shows what is known under a reference; undefined where it cannot be asked, and before the sign-in. */
export function useLogAddress(reference: string | undefined): string | undefined {
  const link = useContext(SessionContext)?.logLink;
  return link && reference ? logAddress(link, reference) : undefined;
}

/** Why this cannot be done here or not by this person, or undefined when it can. The server decides again; this only explains. */
export function useRefusal(action: Action): string | undefined {
  const { role, ...place } = useShellFacts();
  const refusal = placeRefusal(action, place);
  if (refusal) return refusal;
  if (may(role, action)) return undefined;
  return `Your role is ${role}; to ${action} one needs to be ${ACTION_ROLE[action]}. Roles follow the teams and groups you are in.`;
}
