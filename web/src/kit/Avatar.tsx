/** A person's initial on the primary colour: the last two characters of a Chinese name are how people are called. */
export function Avatar({ name, src, size = 28 }: { name: string; src?: string | null; size?: number }) {
  const text = /^[\u3400-\u9fff]+$/.test(name) ? name.slice(size >= 36 ? -2 : 0).slice(0, size >= 36 ? 2 : 1) : name.slice(0, 1).toUpperCase();
  return (
    <span className="avatar" style={{ width: size, height: size, fontSize: Math.round(size * (text.length > 1 ? 0.36 : 0.46)) }} aria-hidden>
      {src ? <img src={src} alt="" /> : text}
    </span>
  );
}
