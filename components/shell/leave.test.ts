import { beforeEach, expect, test, vi } from "vitest";
import { endSessions } from "./leave";

const add = vi.fn();
const goTo = vi.fn();
/** By path, in what the server answers otherwise. */
let refused: string;

beforeEach(() => {
  refused = "";
  add.mockReset();
  goTo.mockReset();
  vi.stubGlobal("document", { querySelector: () => null });
  vi.stubGlobal("window", { location: { assign: goTo } });
  vi.stubGlobal("fetch", async (path: string) =>
    path === refused
      ? Response.json({ code: "too-many-requests", message: "too many changes", hint: "Wait." }, { status: 429 })
      : Response.json({ csrfToken: "t", url: "/login" }),
  );
});

test("whoever ends all sessions is led to the sign-in", async () => {
  await endSessions(add);
  expect(goTo).toHaveBeenCalledWith("/login");
  expect(add).not.toHaveBeenCalled();
});

test.each([
  ["/api/sessions/end", "Your sessions were not ended"],
  ["/api/auth/csrf", "Your sessions are ended, but this browser was not signed out"],
  ["/api/auth/signout", "Your sessions are ended, but this browser was not signed out"],
])("that %s is refused is told as what it is", async (path, header) => {
  refused = path;
  await endSessions(add);
  expect(add).toHaveBeenCalledWith({ type: "error", header, content: "Too many changes. Wait." });
  expect(goTo).not.toHaveBeenCalled();
});
