import { REGION } from "./names";
import { ADMIN } from "./shared/principals";

export const clientOptions = (endpoint: string, region: string = REGION) => ({ endpoint, region, credentials: ADMIN });

/** "It exists already" is the only failure that is fine here. */
export async function unlessThere(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!/AlreadyExists|AlreadyOwnedByYou|ConflictException|ResourceExistsException/.test((error as Error).name))
      throw error;
  }
}
