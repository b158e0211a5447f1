package org.lammstream.manager.lamm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lammstream.manager.clip.layers.Rows;
import org.lammstream.manager.clip.text.NaiveTextEncoder;
import org.lammstream.manager.clip.text.TextTower;

/** The path of the publication: whole prompts, padded to the context, through every block. */
final class NaiveTextPath implements TextPath {

  private static final int PADDING = 0;

  private final NDManager owner;
  private final TextTower tower;
  private final NDArray frozen;
  private final NDArray promptRows;
  private final int[] endOfText;

  NaiveTextPath(NDManager parent, TextTower tower, PromptTemplate template, PromptRows rows) {
    this.owner = parent.newSubManager();
    this.tower = tower;
    int prefix = template.prefix().length;
    int firstPrefixRow = rows.trainedRows() + rows.frozenIds().length;
    int paddingRow = firstPrefixRow + prefix;
    int[] frozenIds =
        Stream.of(rows.frozenIds(), template.prefix(), new int[] {PADDING})
            .flatMapToInt(IntStream::of)
            .toArray();
    this.frozen =
        owner.create(tower.embeddings(frozenIds), new Shape(frozenIds.length, tower.width()));
    int context = tower.contextLength();
    int[] all = new int[rows.suffixes().size() * context];
    this.endOfText = new int[rows.suffixes().size()];
    for (int i = 0; i < endOfText.length; i++) {
      int[] suffix = rows.suffixes().get(i);
      endOfText[i] = prefix + suffix.length - 1;
      for (int position = 0; position < context; position++) {
        all[i * context + position] =
            position < prefix
                ? firstPrefixRow + position
                : position <= endOfText[i] ? suffix[position - prefix] : paddingRow;
      }
    }
    this.promptRows = Rows.indices(owner, all);
  }

  @Override
  public NDArray features(NDArray embeddings) {
    NDArray prompts =
        Rows.select(embeddings.concat(frozen, 0), promptRows)
            .reshape(endOfText.length, tower.contextLength(), tower.width());
    return new NaiveTextEncoder(tower).encode(prompts, endOfText);
  }

  @Override
  public void close() {
    owner.close();
  }
}
