// A role that the jobs of one GitHub environment take on with GitHub's own tokens: there is no key to keep, and GitHub hands out
// such a token only after the environment's approvals.
import { Stack } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { Statement } from "../policies/statement";
import { attach } from "./attach-policy";

/** Where GitHub's tokens come from, and for whom its official action asks for them. */
const ISSUER = "token.actions.githubusercontent.com";
const AUDIENCE = "sts.amazonaws.com";

export interface GitHubRoleProps {
  name: string;
  description: string;
  /** As owner/name. */
  repository: string;
  environment: string;
  statements: Statement[];
}

export class GitHubRoles {
  private readonly scope: Construct;
  private readonly providerArn: string;

  /** `providerArn`: GitHub's identity provider, where the account has one already. */
  constructor(scope: Construct, providerArn: string | undefined) {
    this.scope = scope;
    this.providerArn = providerArn ?? newProvider(scope);
  }

  role(id: string, { name, description, repository, environment, statements }: GitHubRoleProps): iam.Role {
    const role = new iam.Role(this.scope, id, {
      roleName: name,
      description,
      assumedBy: new iam.WebIdentityPrincipal(this.providerArn, {
        StringEquals: {
          [`${ISSUER}:aud`]: AUDIENCE,
          // The environment, not a branch: anybody who may push could name a branch.
          [`${ISSUER}:sub`]: `repo:${repository}:environment:${environment}`,
        },
      }),
    });
    attach(role, statements);
    return role;
  }
}

const newProvider = (scope: Construct): string =>
  new iam.OidcProviderNative(Stack.of(scope), "GitHub", { url: `https://${ISSUER}`, clientIds: [AUDIENCE] })
    .oidcProviderArn;
