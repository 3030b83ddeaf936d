// What the console and the process that fills its catalogue tell each other.
import type { CatalogueStatus } from "./catalogue-status";

export type FromIndexer = { type: "status"; status: CatalogueStatus; file: string };

export type ToIndexer =
  | { type: "look" }
  /** The refs of the repository with this key come next. */
  | { type: "refs"; key: string }
  /** The file could not be read. */
  | { type: "damaged"; file: string };
