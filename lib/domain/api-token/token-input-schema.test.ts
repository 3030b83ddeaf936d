import { expect, test } from "vitest";
import { makeTokenInput } from "./token-input-schema";
import { MOST_TOKEN_NAME } from "./token-views";

test("the name of a token says what it is for, in letters that do no harm in a log; spaces around it go", () => {
  const made = (name: string) => makeTokenInput.safeParse({ name, scope: "read" });
  expect(made("  nightly report (größe) ").data?.name).toBe("nightly report (größe)");
  expect(made(" ").error?.issues[0]?.message).toBe("say what it is for");
  expect(made("a\nb").error?.issues[0]?.message).toMatch(/^letters, digits/);
  expect(made("x".repeat(MOST_TOKEN_NAME + 1)).success).toBe(false);
});
