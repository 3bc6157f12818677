/** Moves one entry of a list to another place; places beyond the ends mean the ends. */
export function moved<T>(list: T[], from: number, to: number): T[] {
  const place = Math.max(0, Math.min(list.length - 1, to));
  const item = list[from];
  if (item === undefined || from === place) return list;
  const rest = list.filter((_, i) => i !== from);
  return [...rest.slice(0, place), item, ...rest.slice(place)];
}

/** Puts a name into the list of hidden parts, or takes it out. */
export function toggled(hidden: string[], name: string): string[] {
  return hidden.includes(name) ? hidden.filter((one) => one !== name) : [...hidden, name];
}
