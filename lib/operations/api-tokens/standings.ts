// What was last decided of those who have made tokens. A token is used while its maker is away, and whoever vouches for them
// answers only to their own session: so it is written down whenever they are here.
import type { Maker, Standing } from "@/lib/domain/api-token/api-token";
import { standing } from "@/lib/domain/api-token/api-token-schema";
import { standingKey } from "@/lib/domain/bucket-keys";
import { hasCode } from "@/lib/domain/errors";
import type { PersonId } from "@/lib/domain/person-id";
import type { Role } from "@/lib/domain/role";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { Access } from "../access-decisions";
import { toJson } from "../json-record";
import { lastSignOut } from "../sign-outs";
import { readIfThere } from "./token-records";

/** @throws AppError storage-*, record-invalid: what is not known is not taken as good */
export async function readMaker(records: ObjectStore, person: PersonId): Promise<Maker> {
  const [found, signedOutAt] = await Promise.all([
    readIfThere(records, standingKey(person), standing),
    lastSignOut(records, person),
  ]);
  return { standing: found, signedOutAt };
}

/** From now on it is kept of this person, who is making a token. @throws AppError storage-* */
export async function beginStanding(records: ObjectStore, person: PersonId, role: Role, now: Date): Promise<void> {
  await write(records, person, standingOf(role, now));
}

/**
 * Keeps what was just decided of somebody; of whoever has made no token nothing is kept. That GitHub could not be asked says
 * nothing of them. Never throws: nobody waits for it.
 */
export async function noteStanding(records: ObjectStore, person: PersonId, access: Access, now: Date): Promise<void> {
  const role = decided(access);
  if (!role) return;
  try {
    const known = await readIfThere(records, standingKey(person), standing);
    const next = standingOf(role, now);
    if (known && (known.role !== next.role || known.day !== next.day)) await write(records, person, next);
  } catch (error) {
    console.warn(JSON.stringify({ level: "warn", event: "standing-not-kept", person, message: String(error) }));
  }
}

function decided(access: Access): Standing["role"] | undefined {
  if ("role" in access) return access.role;
  return hasCode(access.refusal, "access-refused") ? "none" : undefined;
}

const standingOf = (role: Standing["role"], now: Date): Standing => ({
  version: 1,
  role,
  day: now.toISOString().slice(0, 10),
});

async function write(records: ObjectStore, person: PersonId, value: Standing): Promise<void> {
  await records.put(standingKey(person), toJson(value), { contentType: "application/json" });
}
