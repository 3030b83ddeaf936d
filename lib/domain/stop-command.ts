import { shellWord } from "./shell-word";

/** Stops a run without the console: its task by its ARN, `arn:aws:ecs:<region>:<account>:task/<cluster>/<id>`. */
export function stopCommand(task: string): string {
  const [, , , region = "", , resource = ""] = task.split(":");
  const [, cluster = ""] = resource.split("/");
  return `aws ecs stop-task --region ${shellWord(region)} --cluster ${shellWord(cluster)} --task ${shellWord(task)}`;
}
