import { S3Error } from "../s3-error";

/** The account that owns everything here; S3 shows canonical ids of this shape. */
export const OWNER = { ID: "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a" };

/** S3 never returns more than 1,000 entries. */
export function pageLimit(requested: number | undefined, name: string): number {
  if (requested === undefined) return LARGEST_PAGE;
  if (requested >= 0) return Math.min(requested, LARGEST_PAGE);
  throw new S3Error("InvalidArgument", {
    message: `Argument ${name} must be an integer between 0 and 2147483647`,
    details: { ArgumentName: name, ArgumentValue: String(requested) },
  });
}

const LARGEST_PAGE = 1000;

/** How keys are written in this answer: XML cannot hold every character a key may have, so a client may ask for `url`. */
export function keyEncoder(encodingType: string | undefined): (key: string) => string {
  if (encodingType === undefined) return (key) => key;
  if (encodingType === "url") return (key) => encodeURIComponent(key).replaceAll("%2F", "/");
  throw new S3Error("InvalidArgument", { message: "Invalid Encoding Method specified in Request" });
}
