package org.lammstream.manager.clip.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.lammstream.manager.clip.layers.Rows;

/**
 * A fixed set of prompts that share a prefix which trains, too. As behind a frozen prefix, its keys
 * and values are computed once per step for all prompts, here with their gradients.
 *
 * <p>Results belong to the manager of the input, so a step's arrays go with the step. Confined to
 * one thread at a time; close it before the model.
 */
public final class PromptBatch implements AutoCloseable {

  private final NDManager owner;
  private final TextTower tower;
  private final PackedSuffixes suffixes;
  private final NDArray prefixRows;

  /**
   * Prepares prompts whose positions are rows of a matrix that changes from step to step.
   *
   * @param parent the manager of the model
   * @param prefix the rows of the positions that all prompts share, {@code <SOT>} first
   * @param suffixRows for every prompt, the row of each of its positions behind the prefix, {@code
   *     <EOT>} last; at least one position, at most the context less the prefix
   */
  public PromptBatch(NDManager parent, TextTower tower, int[] prefix, List<int[]> suffixRows) {
    this.owner = parent.newSubManager();
    this.tower = tower;
    this.suffixes = new PackedSuffixes(owner, tower, prefix.length, SuffixLayout.of(suffixRows));
    this.prefixRows = Rows.indices(owner, prefix);
  }

  /**
   * Encodes the prompts.
   *
   * @param source {@code (rows, width)}: the matrix whose rows the prompts name, position
   *     embeddings not yet added; gradients flow back to it
   * @param deep what stands from the second block on, block by block, at the positions behind
   *     {@code <SOT>}, {@code (n, width)} each, n below the prefix' length; gradients flow back
   * @return L2-normalised text features {@code (prompts, d)}
   */
  public NDArray encode(NDArray source, List<NDArray> deep) {
    PrefixCache prefix = PrefixCache.run(tower, Rows.select(source, prefixRows), deep);
    return suffixes.encode(source, suffixes.spread(prefix));
  }

  @Override
  public void close() {
    owner.close();
  }
}
