import path from "node:path";
import { readJsonFile, writeFileDurably } from "./atomic-file";
import type { Grant } from "./policy";

/** Who may call the AWS stand-ins. A call outside what `allow` grants is refused with AWS's AccessDenied. */
export interface Principal {
  name: string;
  accessKeyId: string;
  secretAccessKey: string;
  allow: Grant[];
  /** Names of who may take it on. */
  trusts?: readonly string[];
  /** What remains of `allow` to whoever has taken it on under a policy of the session. */
  session?: readonly Grant[];
}

export const ADMIN: Principal = {
  name: "admin",
  accessKeyId: "SANDBOXADMIN00000000",
  secretAccessKey: "sandbox-admin-not-a-secret",
  allow: ["*"],
};

export class Principals {
  private readonly byKey = new Map<string, Principal>();
  private readonly file: string;

  private constructor(file: string) {
    this.file = file;
  }

  /** Loads `<dataDir>/principals.json`; the administrator is always there. */
  static async open(dataDir: string): Promise<Principals> {
    const principals = new Principals(path.join(dataDir, "principals.json"));
    for (const each of [ADMIN, ...((await readJsonFile<Principal[]>(principals.file)) ?? [])]) {
      principals.byKey.set(each.accessKeyId, each);
    }
    return principals;
  }

  find(accessKeyId: string): Principal | undefined {
    return this.byKey.get(accessKeyId);
  }

  findByName(name: string): Principal | undefined {
    return [...this.byKey.values()].find((each) => each.name === name);
  }

  /** Until the sandbox ends; nothing of it is kept. */
  lend(principal: Principal): void {
    this.byKey.set(principal.accessKeyId, principal);
  }

  async put(principal: Principal): Promise<void> {
    this.byKey.set(principal.accessKeyId, principal);
    await writeFileDurably(this.file, JSON.stringify([...this.byKey.values()], null, 2));
  }
}
