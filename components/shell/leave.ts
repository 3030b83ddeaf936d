import { postJson } from "../http";
import { signOut } from "../login/sign-in";
import { capital, sentencesOf } from "../parts/problem";
import type { Notice } from "./notices";

type Add = (notice: Notice) => void;

export async function leave(add: Add, otherwise = "You were not signed out"): Promise<void> {
  await signOut().catch((error) => add(notDone(otherwise, error)));
}

/** Only when the server has ended them all is this one taken away as well. */
export async function endSessions(add: Add): Promise<void> {
  try {
    await postJson("/api/sessions/end");
  } catch (error) {
    return add(notDone("Your sessions were not ended", error));
  }
  await leave(add, "Your sessions are ended, but this browser was not signed out");
}

function notDone(header: string, error: unknown): Notice {
  const { message, hint } = sentencesOf(error);
  return { type: "error", header, content: `${capital(message)}. ${hint}` };
}
