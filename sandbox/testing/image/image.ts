import path from "node:path";

export interface ImageConfig {
  workdir: string;
  user: string;
  env: Record<string, string>;
  labels: Record<string, string>;
  volumes: string[];
  entrypoint: string[];
  command: string[];
  health: string[] | "none" | undefined;
}

export interface Image {
  /** Where the image's `/` is on this machine. */
  root: string;
  config: ImageConfig;
  /** Debian packages it asks for; this machine's own stand in for them. */
  packages: string[];
}

/** The image's user where this machine lets us be somebody else; files belong to root there, as in the image. */
export const NODE_USER = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

/** The image's Node, then this machine's programs; nothing of this checkout's own packages. */
export const imagePath = (root: string): string =>
  [
    path.join(root, "usr/local/bin"),
    ...(process.env.PATH ?? "").split(path.delimiter).filter((each) => !each.includes("node_modules")),
  ].join(path.delimiter);
