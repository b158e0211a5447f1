package org.lammstream.manager.cli.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Features of all images of a folder.
 *
 * @param dimension of a feature (d)
 * @param classes by name
 */
record EncodedImages(int dimension, Map<String, ClassImages> classes) {

  EncodedImages {
    classes = new LinkedHashMap<>(classes);
  }

  /**
   * The images of one class in the order of their file names.
   *
   * @param train {@code (n · d)} row-major
   * @param test {@code (n · d)} row-major
   */
  record ClassImages(float[] train, float[] test) {}

  ClassImages of(String name) {
    return Objects.requireNonNull(classes.get(name), name);
  }
}
