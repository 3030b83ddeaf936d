"use client";
// Cloudscape's charts weigh more than the rest of what a page adds to the frame, and no page needs one to be read: they come
// after it. Until then their place is kept, so that nothing jumps.
import type { ReactNode } from "react";
import { later } from "./later";

const WHAT = "The chart";
export const AreaChart = later(WHAT, () => import("@cloudscape-design/components/area-chart"));
export const LineChart = later(WHAT, () => import("@cloudscape-design/components/line-chart"));
export const MixedLineBarChart = later(WHAT, () => import("@cloudscape-design/components/mixed-line-bar-chart"));

/** `height`: in pixels, of the whole chart with what is written at its axes. */
export const ChartPlace = ({ height, children }: { height: number; children: ReactNode }) => (
  <div style={{ minBlockSize: height }}>{children}</div>
);
