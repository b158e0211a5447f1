package org.lammstream.manager.clip.text;

import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * The exact fast path of the text tower for prompts that share a frozen prefix.
 *
 * <p>Four savings, none of which changes the result beyond rounding: positions behind {@code <EOT>}
 * are cut (causal mask); the prefix' keys and values are computed once; prompts of different length
 * are packed without padding; the last block runs its queries and feed-forward only at {@code
 * <EOT>}.
 *
 * <p>Owns the cached keys and values; confined to one thread at a time; close it before the model.
 */
public final class PrefixTextEncoder implements AutoCloseable {

  private final NDManager owner;
  private final TextTower tower;
  private final PrefixCache prefix;

  /**
   * Runs and keeps the prefix.
   *
   * @param parent the manager of the model
   * @param prefixIds tokens of the prefix, {@code <SOT>} included; at least one
   */
  public PrefixTextEncoder(NDManager parent, TextTower tower, int[] prefixIds) {
    this.owner = parent.newSubManager();
    this.tower = tower;
    this.prefix = PrefixCache.frozen(owner, tower, tower.embeddings(prefixIds));
  }

  /**
   * Prepares suffixes whose positions are rows of a matrix that changes from step to step.
   *
   * @param suffixRows for every prompt, the row of each of its positions behind the prefix, {@code
   *     <EOT>} last; at least one position, at most the context less the prefix
   */
  public SuffixBatch batch(List<int[]> suffixRows) {
    return new SuffixBatch(owner.newSubManager(), tower, prefix, SuffixLayout.of(suffixRows));
  }

  /** The weights behind this encoder. */
  public TextTower tower() {
    return tower;
  }

  @Override
  public void close() {
    owner.close();
  }
}
