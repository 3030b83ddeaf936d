import { encode } from "next-auth/jwt";
import { expect, test, vi } from "vitest";

vi.mock("server-only", () => ({}));
const { decodeWithAny } = await import("./session-cookie");
const [fresh, old, foreign] = ["n", "o", "f"].map((letter) => letter.repeat(40)) as [string, string, string];
const cookie = (secret: string) => encode({ token: { login: "vera" }, secret });

test("a cookie of the secret before is read while the secret is exchanged, and no other", async () => {
  const read = decodeWithAny([fresh, old]);
  for (const secret of [fresh, old])
    expect(await read({ token: await cookie(secret), secret: fresh })).toMatchObject({ login: "vera" });
  await expect(read({ token: await cookie(foreign), secret: fresh })).rejects.toThrow();
  await expect(decodeWithAny([fresh])({ token: await cookie(old), secret: fresh })).rejects.toThrow();
});
