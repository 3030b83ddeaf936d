import { readFile } from "node:fs/promises";
import path from "node:path";
import { App } from "@octokit/app";
import { Octokit } from "@octokit/core";

/** An installation token of one of the sandbox's Apps, minted as any client would: by a JWT signed with the App's key. */
export async function mintToken(
  apiUrl: string,
  dataDir: string,
  app: { id: number; slug: string; installation: number },
): Promise<string> {
  const privateKey = await readFile(path.join(dataDir, "github", `${app.slug}.pem`), "utf8");
  const client = new App({ appId: app.id, privateKey, Octokit: Octokit.defaults({ baseUrl: apiUrl }) });
  const octokit = await client.getInstallationOctokit(app.installation);
  const { token } = (await octokit.auth({ type: "installation" })) as { token: string };
  return token;
}
