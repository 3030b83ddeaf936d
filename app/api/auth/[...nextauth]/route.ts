import { signInDoor } from "@/app/_server/sign-in-door";

export const GET = signInDoor;
export const POST = signInDoor;
