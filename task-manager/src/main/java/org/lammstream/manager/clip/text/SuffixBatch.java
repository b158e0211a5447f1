package org.lammstream.manager.clip.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * A fixed set of suffixes behind one cached prefix, encoded again and again with changing
 * embeddings. Holds what does not change between steps: packing, positions, masks and the prefix'
 * keys and values spread over the suffixes.
 *
 * <p>Results belong to the manager of the input, so a step's arrays go with the step. Confined to
 * one thread at a time.
 */
public final class SuffixBatch implements AutoCloseable {

  private final NDManager owner;
  private final PackedSuffixes suffixes;
  private final PackedSuffixes.Spread prefix;

  SuffixBatch(NDManager owner, TextTower tower, PrefixCache prefix, SuffixLayout layout) {
    this.owner = owner;
    this.suffixes = new PackedSuffixes(owner, tower, prefix.length(), layout);
    this.prefix = suffixes.spread(prefix);
    // The views go with this batch, not with the prefix.
    this.prefix.keys().forEach(this::adopt);
    this.prefix.values().forEach(this::adopt);
  }

  private void adopt(List<NDArray> views) {
    views.forEach(view -> view.attach(owner));
  }

  /**
   * Encodes the suffixes.
   *
   * @param source {@code (rows, width)}: the matrix whose rows the suffixes name, position
   *     embeddings not yet added; gradients flow back to it
   * @return L2-normalised text features {@code (n, d)} in the order the suffixes were given
   */
  public NDArray encode(NDArray source) {
    return suffixes.encode(source, prefix);
  }

  @Override
  public void close() {
    owner.close();
  }
}
