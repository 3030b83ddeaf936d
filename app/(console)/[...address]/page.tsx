import { notFound } from "next/navigation";

/** Any other address: the answer stands in the frame of the console, from where one finds the way back. */
export default function UnknownPage(): never {
  notFound();
}
