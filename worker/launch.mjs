// What starts the bundled worker. Node keeps what it compiled of the bundle beside it: a third of the time of a short command.
// worker/build.mjs fills the cache; where it cannot be read, Node compiles as ever.
import { enableCompileCache } from "node:module";
import path from "node:path";

enableCompileCache({ directory: path.join(import.meta.dirname, "compile-cache"), portable: true });
// Stands beside it once it is built.
await import(new URL("./worker.mjs", import.meta.url).href);
