package org.lammstream.stream.event;

import java.util.Objects;

/**
 * One labelled image.
 *
 * @param label class name
 * @param image where the image comes from
 */
public record Example(String label, ImageSource image) {
  /** Rejects nulls. */
  public Example {
    Objects.requireNonNull(label);
    Objects.requireNonNull(image);
  }
}
