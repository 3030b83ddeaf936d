import { apiDoor } from "@/app/_server/api/api-door";

export const GET = apiDoor;
export const POST = apiDoor;
