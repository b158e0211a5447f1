package org.lammstream.manager.clip.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.lammstream.manager.clip.layers.Block;
import org.lammstream.manager.clip.layers.CausalMask;
import org.lammstream.manager.clip.layers.Rows;

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
  private final TextTower tower;
  private final SuffixLayout layout;
  private final NDArray sourceRows;
  private final NDArray lastRows;
  private final NDArray packedIndex;
  private final NDArray positions;
  private final List<NDArray> masks = new ArrayList<>();

  /**
   * Per block and group: keys or values of the prefix, {@code (count, heads, prefix, headWidth)}.
   */
  private final List<List<NDArray>> prefixKeys;

  private final List<List<NDArray>> prefixValues;

  SuffixBatch(NDManager owner, TextTower tower, PrefixCache prefix, SuffixLayout layout) {
    this.owner = owner;
    this.tower = tower;
    this.layout = layout;
    this.sourceRows = Rows.indices(owner, layout.sourceRows());
    this.lastRows = Rows.indices(owner, layout.lastRows());
    this.packedIndex = Rows.indices(owner, layout.packedIndex());
    this.positions = packedPositions(prefix.length());
    for (SuffixLayout.Group group : layout.groups()) {
      masks.add(CausalMask.withPrefix(owner, group.length(), prefix.length()));
    }
    this.prefixKeys = prefix.keys().stream().map(this::spread).toList();
    this.prefixValues = prefix.values().stream().map(this::spread).toList();
  }

  /**
   * Encodes the suffixes.
   *
   * @param source {@code (rows, width)}: the matrix whose rows the suffixes name, position
   *     embeddings not yet added; gradients flow back to it
   * @return L2-normalised text features {@code (n, d)} in the order the suffixes were given
   */
  public NDArray encode(NDArray source) {
    NDArray hidden = Rows.select(source, sourceRows).add(positions);
    int last = tower.blocks().size() - 1;
    for (int i = 0; i < last; i++) {
      hidden = block(i, hidden);
    }
    return Rows.select(tower.features(lastBlock(last, hidden)), packedIndex);
  }

  private NDArray block(int index, NDArray hidden) {
    Block block = tower.blocks().get(index);
    NDArray joint = block.queryKeyValue().apply(block.attentionNorm().apply(hidden));
    List<NDArray> runs = runs(joint, false);
    NDList mixed = new NDList();
    for (int g = 0; g < runs.size(); g++) {
      SuffixLayout.Group group = layout.groups().get(g);
      NDList parts = columns(runs.get(g));
      NDArray queries = heads(parts.get(0), group.count(), block);
      NDArray scores = queries.matMul(keys(parts.get(1), index, g, block)).add(masks.get(g));
      mixed.add(mix(scores, parts.get(2), index, g, block));
    }
    return block.feedForward(hidden.add(block.output().apply(joined(mixed))));
  }

  /** The last block, whose output is needed at {@code <EOT>} only: {@code (n, width)}. */
  private NDArray lastBlock(int index, NDArray hidden) {
    Block block = tower.blocks().get(index);
    NDArray joint = block.queryKeyValue().apply(block.attentionNorm().apply(hidden));
    List<NDArray> runs = runs(joint, false);
    List<NDArray> ends = runs(Rows.select(joint, lastRows), true);
    NDList mixed = new NDList();
    for (int g = 0; g < runs.size(); g++) {
      SuffixLayout.Group group = layout.groups().get(g);
      NDList parts = columns(runs.get(g));
      NDArray queries = heads(columns(ends.get(g)).get(0), group.count(), block);
      // <EOT> is the last position and sees all: no mask.
      NDArray scores = queries.matMul(keys(parts.get(1), index, g, block));
      mixed.add(mix(scores, parts.get(2), index, g, block));
    }
    NDArray attended = block.output().apply(joined(mixed));
    return block.feedForward(Rows.select(hidden, lastRows).add(attended));
  }

  /** The engine's concatenation of a single array is a copy without its gradient. */
  private static NDArray joined(NDList parts) {
    return parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts);
  }

  private NDArray mix(NDArray scores, NDArray values, int index, int g, Block block) {
    SuffixLayout.Group group = layout.groups().get(g);
    // Own values first: an operation's result goes to the manager of its first operand.
    NDArray all = heads(values, group.count(), block).concat(prefixValues.get(index).get(g), 2);
    return scores.softmax(-1).matMul(all).transpose(0, 2, 1, 3).reshape(-1, tower.width());
  }

  private NDArray keys(NDArray own, int index, int g, Block block) {
    return heads(own, layout.groups().get(g).count(), block)
        .concat(prefixKeys.get(index).get(g), 2)
        .transpose(0, 1, 3, 2);
  }

  private static NDArray heads(NDArray rows, int count, Block block) {
    return rows.reshape(count, -1, block.heads(), block.headWidth()).transpose(0, 2, 1, 3);
  }

  private NDList columns(NDArray joint) {
    return joint.split(new long[] {tower.width(), 2L * tower.width()}, 1);
  }

  /** Cuts packed rows (or one row per sequence) into the groups of equal length. */
  private List<NDArray> runs(NDArray packed, boolean onePerSequence) {
    if (layout.groups().size() == 1) {
      return List.of(packed);
    }
    long[] cuts = new long[layout.groups().size() - 1];
    for (int i = 0; i < cuts.length; i++) {
      SuffixLayout.Group next = layout.groups().get(i + 1);
      cuts[i] = onePerSequence ? next.firstSequence() : next.firstRow();
    }
    return packed.split(cuts, 0);
  }

  private List<NDArray> spread(NDArray prefix) {
    Shape shape = prefix.getShape();
    return layout.groups().stream()
        .map(
            group -> {
              NDArray spread =
                  prefix.broadcast(
                      new Shape(group.count(), shape.get(0), shape.get(1), shape.get(2)));
              spread.attach(owner);
              return spread;
            })
        .toList();
  }

  private NDArray packedPositions(int firstPosition) {
    int width = tower.width();
    SuffixLayout.Group last = layout.groups().get(layout.groups().size() - 1);
    int rows = last.firstRow() + last.rows();
    float[] packed = new float[rows * width];
    for (SuffixLayout.Group group : layout.groups()) {
      float[] own = tower.positions(firstPosition, group.length());
      for (int i = 0; i < group.count(); i++) {
        int row = group.firstRow() + i * group.length();
        System.arraycopy(own, 0, packed, row * width, own.length);
      }
    }
    return owner.create(packed, new Shape(rows, width));
  }

  @Override
  public void close() {
    owner.close();
  }
}
