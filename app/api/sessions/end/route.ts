import { z } from "zod";
import { act } from "@/app/_server/route";

/** Ends every session of whoever asks, this one too. */
export const POST = act(
  { action: "sign out everywhere", input: z.object({}), about: () => ({}) },
  ({ services, session, now }) => services.signOuts.end(session.id, now),
);
