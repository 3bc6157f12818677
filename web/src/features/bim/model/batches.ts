import { BatchedMesh, BufferGeometry, type Color, DoubleSide, Matrix4, type Mesh, MeshLambertMaterial } from "three";

/** A part of an element in a batch: what the viewer paints and hides. */
export interface Piece { guid: string; batch: BatchedMesh; id: number; own: Color }
export interface NamedMesh { mesh: Mesh; guid: string }

/** Puts meshes of one kind (opaque or glass) into one batch, so that a building of thousands of elements is one draw call. */
export function batchOf(meshes: NamedMesh[], glass: boolean): { batch: BatchedMesh; pieces: Piece[] } {
  const size = meshes.reduce((sum, { mesh }) => [sum[0]! + mesh.geometry.getAttribute("position").count, sum[1]! + (mesh.geometry.index?.count ?? 0)], [0, 0]);
  const material = new MeshLambertMaterial({ flatShading: true, side: DoubleSide, transparent: glass, opacity: glass ? 0.45 : 1, depthWrite: !glass });
  const batch = new BatchedMesh(meshes.length, size[0]!, size[1]!, material);
  const pieces = meshes.map(({ mesh, guid }) => {
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", mesh.geometry.getAttribute("position"));
    geometry.setIndex(mesh.geometry.index);
    const id = batch.addInstance(batch.addGeometry(geometry));
    batch.setMatrixAt(id, mesh.matrixWorld ?? new Matrix4());
    const own = (mesh.material as MeshLambertMaterial).color.clone();
    batch.setColorAt(id, own);
    return { guid, batch, id, own };
  });
  return { batch, pieces };
}

export const isGlass = (mesh: Mesh): boolean => (mesh.material as MeshLambertMaterial).opacity < 1;
