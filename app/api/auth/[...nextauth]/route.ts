import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/app/_server/auth-options";
import { services } from "@/app/_server/services";

/** Built per request, for its settings are read at run time and not at build time. */
const handle = (request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> =>
  NextAuth(request, context, authOptions(services(), request.headers));

export { handle as GET, handle as POST };
