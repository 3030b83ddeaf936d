import type { ProvenAt } from "@/lib/domain/coverage";
import type { ObjectStore } from "@/lib/ports/object-store";

/** Of each repository the last proof in each bucket. */
export async function provenIn(_records: ObjectStore): Promise<ProvenAt[]> {
  return [];
}
