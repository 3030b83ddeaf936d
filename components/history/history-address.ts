/** Of the page that tells a repository's history. `id` where the name alone does not say which one. */
export const historyAddress = (repository: string, id?: number): string =>
  `/repositories/${repository}${id === undefined ? "" : `?id=${id}`}`;
