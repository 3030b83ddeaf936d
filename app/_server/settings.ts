// The console's settings, read once. ECS hands its secrets over as variables; from then on they are in memory only, so that
// no dump of the environment has them, and no child process. (Linux still shows a process's first environment below /proc to
// whoever may read its memory as well.)
import "server-only";
import { type ConsoleEnvironment, consoleEnvironment } from "@/lib/env";
import { guardOutput } from "@/lib/guard-output";
import { parse } from "@/lib/read-environment";

/** @throws AppError settings-invalid naming every variable that is missing or wrong */
export function settings(): ConsoleEnvironment {
  holder.holdfastSettings ??= take(process.env);
  return holder.holdfastSettings;
}

/** For the process and not for the module: a bundler may put it in twice, and the second would find nothing. */
const holder = globalThis as { holdfastSettings?: ConsoleEnvironment };

function take(env: NodeJS.ProcessEnv): ConsoleEnvironment {
  const found = parse(consoleEnvironment, env);
  const { NEXTAUTH_SECRET: sessions, GITHUB_OAUTH_CLIENT_SECRET: oauth, OIDC_CLIENT_SECRET: oidc } = found;
  const ofAws = [env.AWS_SECRET_ACCESS_KEY, env.AWS_SESSION_TOKEN];
  guardOutput([process.stdout, process.stderr], [...sessions, oauth, oidc, ...ofAws]);
  for (const name of ["NEXTAUTH_SECRET", "GITHUB_OAUTH_CLIENT_SECRET", "OIDC_CLIENT_SECRET"]) delete env[name];
  return found;
}
