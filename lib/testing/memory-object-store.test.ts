import * as vitest from "vitest";
import { objectStoreContract } from "@/lib/ports/object-store.contract-suite";
import { MemoryObjectStore } from "./memory-object-store";

objectStoreContract(vitest, "in memory", async () => {
  const store = new MemoryObjectStore();
  return { store, hide: (key) => store.hide(key) };
});
