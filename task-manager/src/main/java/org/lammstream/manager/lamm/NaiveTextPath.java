package org.lammstream.manager.lamm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.lammstream.manager.clip.layers.Rows;
import org.lammstream.manager.clip.text.NaiveTextEncoder;
import org.lammstream.manager.clip.text.TextTower;

/** The path of the publication: whole prompts, padded to the context, through every block. */
final class NaiveTextPath implements PromptPath {

  private static final int PADDING = 0;

  private final NDManager owner;
  private final TextTower tower;
  private final NDArray frozen;
  private final NDArray promptRows;
  private final int[] endOfText;

  NaiveTextPath(NDManager parent, TextTower tower, PromptTemplate template, PromptRows rows) {
    this(parent, tower, PromptSheet.of(template, rows));
  }

  NaiveTextPath(NDManager parent, TextTower tower, PromptSheet sheet) {
    this.owner = parent.newSubManager();
    this.tower = tower;
    int prefix = sheet.prefix().length;
    int paddingRow = sheet.trainedRows() + sheet.frozenIds().length;
    int[] frozenIds =
        IntStream.concat(IntStream.of(sheet.frozenIds()), IntStream.of(PADDING)).toArray();
    this.frozen =
        owner.create(tower.embeddings(frozenIds), new Shape(frozenIds.length, tower.width()));
    int context = tower.contextLength();
    int[] all = new int[sheet.suffixes().size() * context];
    this.endOfText = new int[sheet.suffixes().size()];
    for (int i = 0; i < endOfText.length; i++) {
      int[] suffix = sheet.suffixes().get(i);
      endOfText[i] = prefix + suffix.length - 1;
      for (int position = 0; position < context; position++) {
        all[i * context + position] =
            position < prefix
                ? sheet.prefix()[position]
                : position <= endOfText[i] ? suffix[position - prefix] : paddingRow;
      }
    }
    this.promptRows = Rows.indices(owner, all);
  }

  @Override
  public NDArray features(NDArray rows, List<NDArray> deep) {
    NDArray prompts =
        Rows.select(rows.concat(frozen, 0), promptRows)
            .reshape(endOfText.length, tower.contextLength(), tower.width());
    return new NaiveTextEncoder(tower).encode(prompts, endOfText, deep);
  }

  @Override
  public void close() {
    owner.close();
  }
}
