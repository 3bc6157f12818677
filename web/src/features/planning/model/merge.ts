import type { EditResult, Network, Task } from "./types";

/** The network after an edit that the server has answered. Untouched tasks stay the same objects, so that only what changed is drawn again. */
export function merged(network: Network, result: EditResult): Network {
  const gone = new Set(result.removed);
  const fresh = new Map([...result.changed, ...result.added].map((task) => [task.id, task]));
  const tasks: Task[] = network.tasks.filter((task) => !gone.has(task.id)).map((task) => take(fresh, task));
  tasks.push(...fresh.values());
  const lostLinks = new Set(result.links.removed);
  const links = new Map(network.links.filter((link) => !lostLinks.has(link.id) && !gone.has(link.from) && !gone.has(link.to)).map((link) => [link.id, link]));
  for (const link of [...result.links.changed, ...result.links.added]) links.set(link.id, link);
  const finish = result.consequences?.finish?.[1] ?? network.plan.finish;
  return { ...network, plan: { ...network.plan, revision: Math.max(network.plan.revision, result.revision), finish }, tasks, links: [...links.values()] };
}

function take(fresh: Map<string, Task>, task: Task): Task {
  const found = fresh.get(task.id);
  fresh.delete(task.id);
  return found ?? task;
}

/** No other task moves, the end stays and no deadline breaks: saved without asking. */
export function harmless(result: EditResult): boolean {
  const { finish, moved, late } = result.consequences;
  return finish[0] === finish[1] && moved === 0 && late.length === 0;
}
