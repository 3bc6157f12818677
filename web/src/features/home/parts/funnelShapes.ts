const WIDTH = 200;
const HEIGHT = 250;
const GAP = 3;
/** No step becomes a line: it could not be seen or hit. */
const LEAST = 0.16;

/**
 * Points of the trapezoids, top to bottom. Widths follow the counts by their square root (a phase of 900 beside one of 9
 * must not hide it) and never grow downward, as a funnel does not.
 */
export function shapes(counts: number[]): string[] {
  const most = Math.max(1, ...counts);
  const widths: number[] = [];
  for (const count of counts) widths.push(Math.min(widths.at(-1) ?? 1, Math.max(LEAST, Math.sqrt(count / most))));
  const height = HEIGHT / Math.max(1, counts.length);
  return widths.map((width, i) => {
    const below = widths[i + 1] ?? width * 0.8;
    const top = i * height;
    const bottom = top + height - GAP;
    const [a, b] = [(WIDTH * width) / 2, (WIDTH * below) / 2];
    const middle = WIDTH / 2;
    return [[middle - a, top], [middle + a, top], [middle + b, bottom], [middle - b, bottom]].map((point) => point.map((n) => Math.round(n * 10) / 10).join(",")).join(" ");
  });
}
