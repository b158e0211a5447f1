package org.lammstream.manager.datasets;

/**
 * One labelled image.
 *
 * @param image where it lies
 * @param label index of its class, from 0
 */
public record Example(ImageLocation image, int label) {
  public Example {
    if (label < 0) {
      throw new IllegalArgumentException("label " + label);
    }
  }
}
