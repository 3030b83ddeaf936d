// The API as a script asks it.
import { expect, type Page } from "@playwright/test";
import { CONSOLE } from "./person";

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what is in it is what is tested
  body: any;
  text: string;
  headers: Headers;
}

/** Below /api/v1; with a body it is a POST. */
export async function api(
  path: string,
  token?: string,
  init: { body?: object; headers?: Record<string, string>; console?: string } = {},
): Promise<Answer> {
  const answer = await fetch(`${init.console ?? CONSOLE()}/api/v1${path}`, {
    method: init.body ? "POST" : "GET",
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(init.body ? { "content-type": "application/json" } : {}),
      ...init.headers,
    },
    ...(init.body ? { body: JSON.stringify(init.body) } : {}),
    redirect: "manual",
  });
  const text = await answer.text();
  return { status: answer.status, body: parsed(text), text, headers: answer.headers };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** As a person does. @returns the token, which is shown this once */
export async function makeToken(
  page: Page,
  name: string,
  scope: "Read" | "Operate" | "Admin",
  console = CONSOLE(),
): Promise<string> {
  await page.goto(`${console}/settings/tokens`);
  await page.getByRole("button", { name: "Make a token" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByRole("radio", { name: scope }).check();
  await dialog.getByRole("button", { name: "Make the token" }).click();
  const shown = page.getByTestId("made-token").locator("pre");
  await expect(shown).toHaveText(/^hf_[a-z0-9]{12}_[0-9A-Za-z]{49}$/);
  return (await shown.textContent()) ?? "";
}
