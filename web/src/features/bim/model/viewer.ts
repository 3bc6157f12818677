import {
  type BatchedMesh, Box3, BufferGeometry, Color, Line, LineBasicMaterial, Matrix4, type Mesh, type MeshLambertMaterial, PerspectiveCamera, Plane,
  Raycaster, Scene, Vector2, Vector3, type WebGLRenderer,
} from "three";
import { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js";
import { GLTFLoader } from "three/examples/jsm/loaders/GLTFLoader.js";
import { modelColours, palette } from "../../../kit/theme";
import { batchOf, isGlass, type NamedMesh, type Piece } from "./batches";
import { colourOf, type Paint } from "./colours";
import { lights, rendererIn } from "./stage";

export interface Section { axis: "x" | "y" | "z"; at: number; flipped: boolean }
type Pick = (guid: string | null, add: boolean) => void;

const CLICK = 5; // pixels that a finger may slip

/** Draws one model: everything in two batches (opaque and glass), painted, hidden, cut and picked by the elements' GlobalIds. Metres, Y up. */
export class Viewer {
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(50, 1, 0.05, 20_000);
  private readonly controls: OrbitControls;
  private readonly pieces = new Map<string, Piece[]>();
  private readonly plane = new Plane(new Vector3(0, -1, 0), 0);
  private readonly box = new Box3();
  private readonly watch: ResizeObserver;
  private batches: BatchedMesh[] = [];
  private measuring: ((metres: number | null) => void) | null = null;
  private first: Vector3 | null = null;
  private line: Line | null = null;
  private asked = 0;

  constructor(private readonly host: HTMLElement, private readonly onPick: Pick) {
    this.renderer = rendererIn(host);
    this.scene.add(...lights());
    this.controls = new OrbitControls(this.camera, this.renderer.domElement);
    this.controls.addEventListener("change", () => this.draw());
    this.watch = new ResizeObserver(() => this.resize());
    this.watch.observe(host);
    this.listen();
  }

  /** Reads a GLB and shows it whole. Raises what the loader raises. */
  async load(data: ArrayBuffer): Promise<void> {
    const model = await new GLTFLoader().parseAsync(data, "");
    model.scene.updateMatrixWorld(true);
    const meshes: NamedMesh[] = [];
    model.scene.traverse((node) => {
      if (!("isMesh" in node)) return;
      // A node with several colours becomes a group of meshes: the GlobalId is the group's. The loader cleans names, the original stays in userData.
      const named = (node.userData.name as string | undefined) ?? (node.parent?.userData.name as string | undefined) ?? node.name;
      meshes.push({ mesh: node as Mesh, guid: named });
    });
    for (const glass of [false, true]) this.add(meshes.filter(({ mesh }) => isGlass(mesh) === glass), glass);
    this.box.makeEmpty();
    this.batches.forEach((batch) => { batch.computeBoundingBox(); if (batch.boundingBox) this.box.union(batch.boundingBox); });
    this.fit();
  }

  private add(meshes: NamedMesh[], glass: boolean): void {
    if (!meshes.length) return;
    const { batch, pieces } = batchOf(meshes, glass);
    for (const piece of pieces) this.pieces.set(piece.guid, [...(this.pieces.get(piece.guid) ?? []), piece]);
    this.batches.push(batch);
    this.scene.add(batch);
  }

  /** Paints and hides: `hidden` holds elements that somebody has put away, `chosen` those that are marked. */
  paint(paints: Map<string, Paint>, hidden: ReadonlySet<string>, chosen: ReadonlySet<string>): void {
    const mark = new Color(modelColours.chosen), colour = new Color();
    for (const [guid, pieces] of this.pieces) {
      const paint = paints.get(guid) ?? "own";
      for (const piece of pieces) {
        piece.batch.setVisibleAt(piece.id, paint !== "hidden" && !hidden.has(guid));
        piece.batch.setColorAt(piece.id, chosen.has(guid) ? mark : paint === "own" ? piece.own : colour.set(colourOf(paint)));
      }
    }
    this.draw();
  }

  /** Cuts the model; null: whole again. `at` runs from 0 to 1 along the axis. */
  cut(section: Section | null): void {
    if (section) {
      const sign = section.flipped ? 1 : -1;
      this.plane.normal.set(0, 0, 0).setComponent("xyz".indexOf(section.axis), sign);
      const low = this.box.min[section.axis], high = this.box.max[section.axis];
      this.plane.constant = -sign * (low + (high - low) * section.at);
    }
    for (const batch of this.batches) {
      (batch.material as MeshLambertMaterial).clippingPlanes = section ? [this.plane] : [];
      (batch.material as MeshLambertMaterial).needsUpdate = true;
    }
    this.draw();
  }

  /** The whole model, or these elements, fill the view. */
  fit(guids?: Iterable<string>): void {
    const box = new Box3(), part = new Box3(), matrix = new Matrix4();
    for (const guid of guids ?? []) {
      for (const piece of this.pieces.get(guid) ?? []) {
        piece.batch.getBoundingBoxAt(piece.batch.getGeometryIdAt(piece.id), part);
        piece.batch.getMatrixAt(piece.id, matrix);
        box.union(part.applyMatrix4(matrix));
      }
    }
    if (box.isEmpty()) box.copy(this.box);
    if (box.isEmpty()) return;
    const middle = box.getCenter(new Vector3()), reach = Math.max(box.getSize(new Vector3()).length() / 2, 0.5);
    const narrow = Math.min(this.camera.aspect, 1);
    const away = reach / Math.sin((this.camera.fov * Math.PI) / 360) / narrow;
    this.camera.position.copy(middle).addScaledVector(new Vector3(0.75, 0.55, 0.85).normalize(), away);
    this.controls.target.copy(middle);
    this.controls.update();
    this.draw();
  }

  /** The next two clicks measure; `told` gets the metres, null after the first point. */
  measure(told: ((metres: number | null) => void) | null): void {
    this.measuring = told;
    this.first = null;
    if (this.line) this.scene.remove(this.line);
    this.line = null;
    this.draw();
  }

  get count(): number {
    return this.pieces.size;
  }

  close(): void {
    this.watch.disconnect();
    this.controls.dispose();
    cancelAnimationFrame(this.asked);
    this.batches.forEach((batch) => batch.dispose());
    this.renderer.dispose();
    this.renderer.domElement.remove();
  }

  private listen(): void {
    const canvas = this.renderer.domElement;
    let down: { x: number; y: number } | null = null;
    canvas.addEventListener("pointerdown", (event) => { down = event.isPrimary && event.button === 0 ? { x: event.clientX, y: event.clientY } : null; });
    canvas.addEventListener("pointerup", (event) => {
      if (!down || Math.hypot(event.clientX - down.x, event.clientY - down.y) > CLICK) return;
      this.clicked(event);
    });
  }

  private clicked(event: PointerEvent): void {
    const frame = this.renderer.domElement.getBoundingClientRect();
    const point = new Vector2(((event.clientX - frame.left) / frame.width) * 2 - 1, 1 - ((event.clientY - frame.top) / frame.height) * 2);
    const ray = new Raycaster();
    ray.setFromCamera(point, this.camera);
    const cut = this.batches.some((batch) => (batch.material as MeshLambertMaterial).clippingPlanes?.length);
    const hit = ray.intersectObjects(this.batches).find((one) => !cut || this.plane.distanceToPoint(one.point) >= 0);
    if (this.measuring) this.mark(hit?.point ?? null);
    else this.onPick(hit ? this.guidOf(hit.object as BatchedMesh, hit.batchId ?? -1) : null, event.shiftKey || event.ctrlKey || event.metaKey);
  }

  private guidOf(batch: BatchedMesh, id: number): string | null {
    for (const [guid, pieces] of this.pieces) if (pieces.some((piece) => piece.batch === batch && piece.id === id)) return guid;
    return null;
  }

  private mark(point: Vector3 | null): void {
    if (!point) return;
    if (!this.first) {
      const told = this.measuring;
      this.measure(told);
      this.first = point.clone();
      told?.(null);
      return;
    }
    const geometry = new BufferGeometry().setFromPoints([this.first, point]);
    this.line = new Line(geometry, new LineBasicMaterial({ color: palette.danger, depthTest: false }));
    this.line.renderOrder = 2;
    this.scene.add(this.line);
    this.measuring?.(this.first.distanceTo(point));
    this.first = null;
    this.draw();
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (!width || !height) return;
    this.renderer.setSize(width, height);
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
    this.draw();
  }

  private draw(): void {
    cancelAnimationFrame(this.asked);
    this.asked = requestAnimationFrame(() => this.renderer.render(this.scene, this.camera));
  }
}
