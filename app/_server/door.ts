// How somebody comes in with one request: by a session, from a page of the console; or by a token, from anywhere. Handlers
// (route.ts) are the same for both.
import "server-only";
import type { NextRequest } from "next/server";
import type { Action } from "@/lib/domain/role";
import { refuseForeignPage, refuseForeignReader } from "./own-page";
import type { ConsoleServices } from "./services";
import { requireRole, type Session, whoIsAsking } from "./session";

export type Known = Pick<Session, "id" | "login"> & Partial<Session>;

export interface Door {
  /** @throws AppError whoever asks is nobody, or may not */
  require(action: Action, how?: { fresh?: boolean }): Promise<Session>;
  /** Whoever asks, also where they may not; undefined for nobody. */
  who(): Promise<Known | undefined>;
  /** @throws AppError what was not asked for by whom it seems to be */
  refuseForeign(session: Session): void;
  /** As refuseForeign, for what is asked with GET and is no page's own data. @throws AppError */
  refuseForeignReader(): void;
  /** Whose acts are counted together. */
  countedAs(session: Session): string;
}

export type OpenDoor = (request: NextRequest, services: ConsoleServices) => Door;

export const bySession: OpenDoor = (request, { environment }) => ({
  require: requireRole,
  who: () => whoIsAsking(),
  refuseForeign: (session) => refuseForeignPage(request, environment, session),
  refuseForeignReader: () => refuseForeignReader(request),
  countedAs: ({ id }) => String(id),
});
