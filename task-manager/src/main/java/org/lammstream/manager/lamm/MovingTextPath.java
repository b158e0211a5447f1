package org.lammstream.manager.lamm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.lammstream.manager.clip.text.PromptBatch;
import org.lammstream.manager.clip.text.TextTower;

/** The exact fast path where the prefix trains: once per step and packed suffixes. */
final class MovingTextPath implements PromptPath {

  private final NDManager owner;
  private final NDArray frozen;
  private final PromptBatch batch;

  MovingTextPath(NDManager parent, TextTower tower, PromptSheet sheet) {
    this.owner = parent.newSubManager();
    int[] ids = sheet.frozenIds();
    this.frozen = owner.create(tower.embeddings(ids), new Shape(ids.length, tower.width()));
    this.batch = new PromptBatch(owner, tower, sheet.prefix(), sheet.suffixes());
  }

  @Override
  public NDArray features(NDArray rows, List<NDArray> deep) {
    return batch.encode(rows.concat(frozen, 0), deep);
  }

  @Override
  public void close() {
    batch.close();
    owner.close();
  }
}
