package org.lammstream.manager.lamm;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.util.Map;

/** Test kit: counts the arrays that managers hold. */
final class LiveArrays {

  private LiveArrays() {}

  /** Arrays held by a manager and by every manager below it. */
  static int below(NDManager manager) {
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
      // The public view of a manager does not show its children.
      Field field = BaseNDManager.class.getDeclaredField("resources");
      field.setAccessible(true);
      return (Map<?, ?>) field.get(manager);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the engine's manager has changed", e);
    }
  }
}
