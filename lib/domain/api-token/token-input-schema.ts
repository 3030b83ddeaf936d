// What the page about tokens sends, as the server takes it.
import { z } from "zod";
import { DEFAULT_TOKEN_DAYS, MOST_TOKEN_DAYS } from "./api-token";
import { tokenId } from "./token-id-schema";
import { TOKEN_SCOPES } from "./token-scope";
import { MOST_TOKEN_NAME, wrongTokenName } from "./token-views";

export const makeTokenInput = z.object({
  name: z
    .string()
    .trim()
    .max(MOST_TOKEN_NAME)
    .superRefine((name, context) => {
      const wrong = wrongTokenName(name);
      if (wrong !== undefined) context.addIssue({ code: "custom", message: wrong });
    }),
  scope: z.enum(TOKEN_SCOPES),
  days: z.int().min(1).max(MOST_TOKEN_DAYS).default(DEFAULT_TOKEN_DAYS),
});
export type MakeTokenInput = z.infer<typeof makeTokenInput>;

export const tokenIdInput = z.object({ id: tokenId });
