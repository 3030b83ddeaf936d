import * as vitest from "vitest";
import { objectStoreContract } from "@/lib/ports/object-store.contract-suite";
import { MemoryObjectStore } from "./memory-object-store";

objectStoreContract(vitest, "in memory", async () => ({ store: new MemoryObjectStore() }));
