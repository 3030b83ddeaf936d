// A role of another account needs two permissions: its own policy's, and the bucket's or key's. The second is made of the first, so that
// neither can say more than the other.
import { type Place, partitionOf, roleArn } from "./arns";
import { keysArn } from "./key-policy";
import type { Statement } from "./statement";

export interface Borrower {
  /** Name of the role in its own account. */
  role: string;
  /** The role's own policy, or that part of it that is about buckets. */
  statements: Statement[];
}

export interface LentStatement extends Statement {
  Principal: { AWS: string };
}

/** What the policy of a bucket has to say for roles of `place`'s account to do there what their own policies allow. */
export const lentBucket = (bucketArn: string, place: Place, borrowers: Borrower[]): LentStatement[] =>
  lent(place, borrowers, (resources) =>
    resources.filter((each) => each === bucketArn || each.startsWith(`${bucketArn}/`)),
  );

/** The same of a key in `keyPlace`: a key's own policy calls the key `*`. */
export const lentKey = (keyPlace: Place, place: Place, borrowers: Borrower[]): LentStatement[] =>
  lent(place, borrowers, (resources) => (resources.includes(keysArn(keyPlace)) ? ["*"] : []));

const lent = (place: Place, borrowers: Borrower[], about: (resources: string[]) => string[]): LentStatement[] =>
  borrowers.flatMap(({ role, statements }) =>
    statements.flatMap((statement): LentStatement[] => {
      const Resource = about(statement.Resource);
      return Resource.length === 0 ? [] : [lend(place, role, { ...statement, Resource })];
    }),
  );

const lend = (place: Place, role: string, statement: Statement): LentStatement => ({
  ...statement,
  Sid: `${statement.Sid}${inCamelCase(role)}`,
  // The account, narrowed to the role: a policy that names a role is refused as long as that role is not there, and buckets and
  // keys of the replica are made first.
  Principal: { AWS: `arn:${partitionOf(place.region)}:iam::${place.account}:root` },
  Condition: {
    ...statement.Condition,
    ArnEquals: { ...statement.Condition?.ArnEquals, "aws:PrincipalArn": roleArn(place, role) },
  },
});

/** A Sid has letters and digits only. */
const inCamelCase = (role: string): string =>
  role
    .split(/[^a-z0-9]+/i)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
