import { act } from "@/app/_server/route";
import { tokenIdInput } from "@/lib/domain/api-token/token-input-schema";
import { revokeToken } from "@/lib/operations/api-tokens/end-token";

export const POST = act(
  { action: "revoke an API token", input: tokenIdInput, about: ({ id }) => ({ about: `token ${id}` }) },
  ({ services, input, session, now }) => revokeToken(services, input.id, session, now),
);
