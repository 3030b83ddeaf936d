// What the console serves, read from its own files: nothing new is forgotten by the tests that ask everything.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Method and folder below app/api, without next-auth's. */
export function handlersOfApi(): string[] {
  const files = readdirSync("app/api", { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith("route.ts"),
  );
  return files
    .filter((file) => !file.startsWith("auth/"))
    .flatMap((file) => {
      const text = readFileSync(path.join("app/api", file), "utf8");
      return [...text.matchAll(/export const ([A-Z]+)\b/g)].map(([, method]) => `${method} ${path.dirname(file)}`);
    });
}

/** The address of every page, with an id that does not exist where it has one. */
export function pagesOfConsole(): string[] {
  return readdirSync("app/(console)", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("page.tsx"))
    .map((file) => path.dirname(file).replace(/^\.$/, ""))
    .map((folder) => `/${folder.replace(/\[[^\]]+\]/g, "20200101T000000Z-aaaaaa")}`);
}

/** Every file that browsers load, by its path below `/_next/static`. */
export function staticFiles(): string[] {
  return readdirSync(".next/static", { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(".next/static", path.join(entry.parentPath, entry.name)));
}
