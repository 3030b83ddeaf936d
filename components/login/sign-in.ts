// To the sign-in and out again. next-auth's own client would send forms, and say nothing of a refusal.
import { getJson, postJson } from "../http";

/** Goes to the provider's page, which comes back to `callbackUrl`. @throws ApiError */
export const signIn = (provider: string, callbackUrl: string) => leaveBy(`signin/${provider}`, callbackUrl);

/** @throws ApiError */
export const signOut = () => leaveBy("signout", "/login");

async function leaveBy(door: string, callbackUrl: string): Promise<void> {
  const { csrfToken } = await getJson<{ csrfToken: string }>("/api/auth/csrf");
  const { url } = await postJson<{ url: string }>(`/api/auth/${door}`, { csrfToken, callbackUrl, json: "true" });
  window.location.assign(url);
}
