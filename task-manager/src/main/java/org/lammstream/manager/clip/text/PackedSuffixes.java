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
 * A fixed set of suffixes behind one shared prefix, encoded again and again with changing
 * embeddings. Holds what does not change between steps: packing, positions and masks.
 *
 * <p>Results belong to the manager of the input, so a step's arrays go with the step. Confined to
 * one thread at a time.
 */
final class PackedSuffixes {

  private final TextTower tower;
  private final SuffixLayout layout;
  private final NDArray sourceRows;
  private final NDArray lastRows;
  private final NDArray packedIndex;
  private final NDArray positions;
  private final List<NDArray> masks = new ArrayList<>();

  /**
   * A prefix spread over the suffixes: per block and group its keys and values, {@code (count,
   * heads, prefix, headWidth)}.
   */
  record Spread(List<List<NDArray>> keys, List<List<NDArray>> values) {}

  /** All constants belong to {@code owner}. */
  PackedSuffixes(NDManager owner, TextTower tower, int prefixLength, SuffixLayout layout) {
    this.tower = tower;
    this.layout = layout;
    this.sourceRows = Rows.indices(owner, layout.sourceRows());
    this.lastRows = Rows.indices(owner, layout.lastRows());
    this.packedIndex = Rows.indices(owner, layout.packedIndex());
    this.positions = packedPositions(owner, prefixLength);
    for (SuffixLayout.Group group : layout.groups()) {
      masks.add(CausalMask.withPrefix(owner, group.length(), prefixLength));
    }
  }

  /**
   * Encodes the suffixes.
   *
   * @param source {@code (rows, width)}: the matrix whose rows the suffixes name, position
   *     embeddings not yet added; gradients flow back to it
   * @param prefix of this layout; gradients flow back to it, too
   * @return L2-normalised text features {@code (n, d)} in the order the suffixes were given
   */
  NDArray encode(NDArray source, Spread prefix) {
    NDArray hidden = Rows.select(source, sourceRows).add(positions);
    int last = tower.blocks().size() - 1;
    for (int i = 0; i < last; i++) {
      hidden = block(i, hidden, prefix);
    }
    return Rows.select(tower.features(lastBlock(last, hidden, prefix)), packedIndex);
  }

  private NDArray block(int index, NDArray hidden, Spread prefix) {
    Block block = tower.blocks().get(index);
    NDArray joint = block.queryKeyValue().apply(block.attentionNorm().apply(hidden));
    List<NDArray> runs = runs(joint, false);
    NDList mixed = new NDList();
    for (int g = 0; g < runs.size(); g++) {
      SuffixLayout.Group group = layout.groups().get(g);
      NDList parts = columns(runs.get(g));
      NDArray queries = heads(parts.get(0), group.count(), block);
      NDArray keys = behind(prefix.keys().get(index).get(g), parts.get(1), block);
      NDArray values = behind(prefix.values().get(index).get(g), parts.get(2), block);
      NDArray scores = queries.matMul(keys.transpose(0, 1, 3, 2)).add(masks.get(g));
      mixed.add(mix(scores, values));
    }
    return block.feedForward(hidden.add(block.output().apply(joined(mixed))));
  }

  /** The last block, whose output is needed at {@code <EOT>} only: {@code (n, width)}. */
  private NDArray lastBlock(int index, NDArray hidden, Spread prefix) {
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
      NDArray keys = behind(prefix.keys().get(index).get(g), parts.get(1), block);
      NDArray values = behind(prefix.values().get(index).get(g), parts.get(2), block);
      mixed.add(mix(queries.matMul(keys.transpose(0, 1, 3, 2)), values));
    }
    NDArray attended = block.output().apply(joined(mixed));
    return block.feedForward(Rows.select(hidden, lastRows).add(attended));
  }

  /** The engine's concatenation of a single array is a copy without its gradient. */
  private static NDArray joined(NDList parts) {
    return parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts);
  }

  private NDArray mix(NDArray scores, NDArray values) {
    return scores.softmax(-1).matMul(values).transpose(0, 2, 1, 3).reshape(-1, tower.width());
  }

  /** Own keys or values first: an operation's result goes to the manager of its first operand. */
  private static NDArray behind(NDArray prefix, NDArray own, Block block) {
    return heads(own, Math.toIntExact(prefix.getShape().get(0)), block).concat(prefix, 2);
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

  /** Spreads a prefix; the result is a view that belongs to the prefix' manager. */
  Spread spread(PrefixCache prefix) {
    return new Spread(
        prefix.keys().stream().map(this::perGroup).toList(),
        prefix.values().stream().map(this::perGroup).toList());
  }

  private List<NDArray> perGroup(NDArray prefix) {
    Shape shape = prefix.getShape();
    return layout.groups().stream()
        .map(
            group ->
                prefix.broadcast(
                    new Shape(group.count(), shape.get(0), shape.get(1), shape.get(2))))
        .toList();
  }

  private NDArray packedPositions(NDManager owner, int firstPosition) {
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
}
