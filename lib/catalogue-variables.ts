// Where the console keeps its catalogue.
import { text } from "./env-kinds";

export const catalogueVariables = {
  CATALOGUE_DIR: text(
    "directory for the console's catalogue of all snapshots, the system's temporary directory when missing; it is made anew from the buckets when it is lost",
  ).optional(),
};
