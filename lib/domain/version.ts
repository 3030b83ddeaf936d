/** This program's version; the same as package.json's (a test holds them together). */
export const VERSION = "0.1.0";
