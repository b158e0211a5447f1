package org.lammstream.manager.lamm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.lammstream.manager.clip.text.PrefixTextEncoder;
import org.lammstream.manager.clip.text.SuffixBatch;
import org.lammstream.manager.clip.text.TextTower;

/** The exact fast path: cached prefix, packed suffixes. */
final class CachedTextPath implements TextPath {

  private final NDManager owner;
  private final NDArray frozen;
  private final SuffixBatch batch;

  CachedTextPath(NDManager parent, PrefixTextEncoder encoder, PromptRows rows) {
    this.owner = parent.newSubManager();
    TextTower tower = encoder.tower();
    this.frozen =
        owner.create(
            tower.embeddings(rows.frozenIds()), new Shape(rows.frozenIds().length, tower.width()));
    this.batch = encoder.batch(rows.suffixes());
  }

  @Override
  public NDArray features(NDArray embeddings) {
    return batch.encode(embeddings.concat(frozen, 0));
  }

  @Override
  public void close() {
    batch.close();
    owner.close();
  }
}
