/**
 * In place of Cloudscape's own, which each of its components calls: a second after it was drawn it looks whether the style sheet
 * is that of the scripts, and one that goes away before makes an error to stop that. Both come out of one build here, and a table
 * of fifty rows spent a third of its time on it.
 */
export function useMissingStylesCheck(): void {}
