// A GitHub has two addresses. github.com: https://api.github.com and https://github.com. An Enterprise Server:
// https://HOST/api/v3 and https://HOST. A subdomain of ghe.com: https://api.SUBDOMAIN.ghe.com and https://SUBDOMAIN.ghe.com.

/**
 * False when one of them is github.com's and the other is not: the half of a setting, with which tokens of one GitHub
 * would be sent to the other.
 */
export function areOfOneGitHub(apiUrl: string, serverUrl: string): boolean {
  return (hostOf(apiUrl) === "api.github.com") === (hostOf(serverUrl) === "github.com");
}

const hostOf = (url: string) => /^https?:\/\/([^/:]+)/i.exec(url)?.[1]?.toLowerCase();
