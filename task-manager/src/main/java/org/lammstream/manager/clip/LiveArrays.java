package org.lammstream.manager.clip;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.util.Map;

/**
 * Counts the arrays that managers hold. DJL's public view of a manager shows its arrays but not its
 * children, where a leak would be, so this reads the field behind it. Thread-safe: the field is a
 * concurrent map, and a count taken while others work is one of about that moment.
 */
public final class LiveArrays {

  private LiveArrays() {}

  /**
   * Arrays held by a manager and by every manager below it.
   *
   * @throws IllegalStateException if the engine's managers are not what they were
   */
  public static int below(NDManager manager) {
    int arrays = 0;
    for (Object resource : resources(manager).values()) {
      if (resource instanceof NDArray) {
        arrays++;
      } else if (resource instanceof NDManager child) {
        arrays += below(child);
      }
    }
    return arrays;
  }

  private static Map<?, ?> resources(NDManager manager) {
    try {
      Field field = BaseNDManager.class.getDeclaredField("resources");
      field.setAccessible(true);
      return (Map<?, ?>) field.get(manager);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException("the engine's manager has changed", e);
    }
  }
}
