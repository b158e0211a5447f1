package org.lammstream.manager.datasets;

import java.util.List;

/**
 * What is known about a data set before it is read.
 *
 * @param id what users call it
 * @param title its own name
 * @param sizes how large it is as documented; zeros for any image folder
 * @param terms licence or terms of use, as far as we know them
 * @param source where a user gets it
 * @param prompt CoOp's hand-written prompt for zero-shot CLIP, with {@code {}} for the name
 * @param folder name of its folder below the root; empty if the root itself is the folder
 * @param layout what is expected in that folder, one short phrase each
 */
public record DataSetInfo(
    String id,
    String title,
    Sizes sizes,
    String terms,
    String source,
    String prompt,
    String folder,
    List<String> layout) {
  public DataSetInfo {
    layout = List.copyOf(layout);
  }

  /** Numbers of classes and images as the CoOp paper gives them; 0 where there are none. */
  public record Sizes(int classes, int train, int validation, int test) {}
}
