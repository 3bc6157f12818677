import { AmbientLight, DirectionalLight, type Light, WebGLRenderer } from "three";
import { palette } from "../../../kit/theme";

/** A renderer whose canvas fills the host; sections are cut per batch. */
export function rendererIn(host: HTMLElement): WebGLRenderer {
  const renderer = new WebGLRenderer({ antialias: true, powerPreference: "high-performance" });
  renderer.setPixelRatio(Math.min(window.devicePixelRatio, 2));
  renderer.setClearColor(palette.page);
  renderer.localClippingEnabled = true;
  host.append(renderer.domElement);
  return renderer;
}

/** Light from two sides, so that no face is black. */
export function lights(): Light[] {
  const sides = ([[1, 2, 1.5, 1.7], [-1.5, 0.6, -1, 0.7]] as const).map(([x, y, z, strength]) => {
    const light = new DirectionalLight(palette.white, strength);
    light.position.set(x, y, z);
    return light;
  });
  return [new AmbientLight(palette.white, 1.6), ...sides];
}
