import { act } from "@/app/_server/route";
import { tokenIdInput } from "@/lib/domain/api-token/token-input-schema";
import { approveToken } from "@/lib/operations/api-tokens/end-token";

export const POST = act(
  {
    action: "approve an API token",
    input: tokenIdInput,
    // Whoever has just lost the role is not to use what is left of it.
    fresh: true,
    about: ({ id }) => ({ about: `token ${id}` }),
  },
  ({ services, input, session, now }) => approveToken(services, input.id, session, now),
);
