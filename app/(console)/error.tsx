"use client";
// Within the frame, so that one can go elsewhere and the reference leads to the log.
export { default } from "../error";
