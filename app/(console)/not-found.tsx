import { NotFoundScreen } from "@/components/shell/not-found-screen";

/** Inside the frame, for an address of ours whose id cannot be one. */
export default function NotFound() {
  return <NotFoundScreen />;
}
