package org.lammstream.manager.clip.checkpoint;

import java.util.Set;

/** Named tensors of a checkpoint. Implementations hold no open file and are thread-safe. */
public interface TensorSource {

  /** The names of all tensors, of whatever type. */
  Set<String> names();

  /**
   * Reads one floating-point tensor, whatever its stored precision.
   *
   * @param name as stored
   * @param expectedShape the shape it must have; none for a scalar
   * @return its values in C order; a fresh array
   * @throws CheckpointException if the tensor is missing, has another shape, is no floating-point
   *     tensor, or if the file cannot be read
   */
  float[] read(String name, long... expectedShape);
}
