/** A line drawn without lifting the pen; points in parts of width and height. */
export type Stroke = [x: number, y: number][];

/** The picture of a signature: twice as wide as high, whatever the pad was. */
export const PICTURE = { width: 720, height: 320 };

type Pen = Pick<CanvasRenderingContext2D, "clearRect" | "beginPath" | "moveTo" | "lineTo" | "quadraticCurveTo" | "stroke" | "arc" | "fill"> & {
  lineWidth: number; lineCap: CanvasLineCap; lineJoin: CanvasLineJoin; strokeStyle: unknown; fillStyle: unknown;
};

/** Draws strokes as smooth curves through the middles between their points; a tap is a dot. */
export function paint(pen: Pen, strokes: Stroke[], width: number, height: number, colour: string): void {
  pen.clearRect(0, 0, width, height);
  pen.strokeStyle = pen.fillStyle = colour;
  pen.lineCap = pen.lineJoin = "round";
  pen.lineWidth = Math.max(2, Math.min(width, height * 2) / 120);
  for (const stroke of strokes) {
    const points = stroke.map(([x, y]) => [x * width, y * height] as const);
    const [first, ...rest] = points;
    if (!first) continue;
    pen.beginPath();
    if (!rest.length) {
      pen.arc(first[0], first[1], pen.lineWidth, 0, 2 * Math.PI);
      pen.fill();
      continue;
    }
    pen.moveTo(first[0], first[1]);
    rest.forEach((point, i) => {
      const next = rest[i + 1];
      if (next) pen.quadraticCurveTo(point[0], point[1], (point[0] + next[0]) / 2, (point[1] + next[1]) / 2);
      else pen.lineTo(point[0], point[1]);
    });
    pen.stroke();
  }
}

/** Whether it could be somebody's name: more than a stray tap. */
export function isSigned(strokes: Stroke[]): boolean {
  const points = strokes.flat();
  const spread = (values: number[]) => Math.max(...values) - Math.min(...values);
  return points.length >= 6 && spread(points.map(([x]) => x)) + spread(points.map(([, y]) => y)) > 0.1;
}

/** The signature as PNG with nothing behind it; null where the browser cannot. */
export function toPng(strokes: Stroke[]): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, PICTURE);
  const context = canvas.getContext("2d");
  if (!context) return Promise.resolve(null);
  paint(context, strokes, PICTURE.width, PICTURE.height, "#1d2733");
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
