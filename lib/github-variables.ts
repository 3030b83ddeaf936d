// The variables that say which GitHub, and as whom.
import { secretName, serverUrl, wholeNumber } from "./env-kinds";

export const githubVariables = {
  GITHUB_API_URL: serverUrl("REST address; https://HOST/api/v3 for GitHub Enterprise Server").default(
    "https://api.github.com",
  ),
  GITHUB_SERVER_URL: serverUrl("web and git address; https://HOST for GitHub Enterprise Server").default(
    "https://github.com",
  ),
};

export const backupApp = {
  GITHUB_APP_ID: wholeNumber("numeric id of the backup GitHub App"),
  GITHUB_APP_KEY_SECRET_ARN: secretName(
    "Secrets Manager ARN (or name) of the App's private key in PEM; or the ARN of a KMS key, which signs and is read by nobody",
  ),
};

export const restoreApp = {
  RESTORE_APP_ID: wholeNumber("numeric id of the restore GitHub App"),
  RESTORE_APP_KEY_SECRET_ARN: secretName(
    "Secrets Manager ARN (or name) of the restore App's private key in PEM; or the ARN of a KMS key",
  ),
};
