// The console's variables of the tasks that it starts.
import { list, text } from "./env-kinds";

export const taskVariables = {
  ECS_CLUSTER: text("cluster the worker's tasks run on"),
  ECS_BACKUP_TASK: text(
    "task definition family of the backup worker; a standby, which restores only, has neither this nor ECS_VERIFY_TASK",
  ).optional(),
  ECS_RESTORE_TASK: text("task definition family of the restore worker"),
  ECS_VERIFY_TASK: text("task definition family of the verify worker").optional(),
  ECS_DRILL_TASK: text(
    "task definition family of the drills; without it they cannot be started from the console",
  ).optional(),
  ECS_HOLD_TASK: text(
    "task definition family of the holds; without it snapshots cannot be held from the console",
  ).optional(),
  ECS_SUBNETS: list("subnets for the tasks, comma-separated").default([]),
  ECS_SECURITY_GROUPS: list("security groups for the tasks, comma-separated").default([]),
};
