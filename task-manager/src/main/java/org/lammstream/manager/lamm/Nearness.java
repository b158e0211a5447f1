package org.lammstream.manager.lamm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;
import org.lammstream.store.ClassEmbedding;

/**
 * How near classes are to a task: the largest cosine between a class's text feature and those of
 * the task's classes. There may be very many classes, so that all are compared roughly, in single
 * precision, and only those that may be among the nearest exactly. The result is that of comparing
 * all exactly, on any number of threads. Immutable and thread-safe.
 */
final class Nearness {

  /** Classes that one thread compares before it asks for more. */
  private static final int SHARE = 4096;

  /**
   * By how much two cosines can be out of order, per dimension of features of length 1. In single
   * precision each can be off by 2⁻²⁴ for every dimension; this is twice as much as both.
   */
  private static final double ROUNDING = 0x1p-22;

  private final List<float[]> task;
  private final double rounding;

  /**
   * Nearness to a task.
   *
   * @param task text features of its classes, at least one, L2-normalised
   */
  Nearness(List<float[]> task) {
    this.task = List.copyOf(task);
    this.rounding = task.get(0).length * ROUNDING;
  }

  /**
   * Indexes of the nearest classes, the nearest first, equally near ones in their order.
   *
   * @param excluded indexes of classes that do not count
   * @param count how many, from 1 to the number of those that count
   */
  List<Integer> nearest(List<ClassEmbedding> known, Set<Integer> excluded, int count) {
    float[] rough = rough(known);
    excluded.forEach(i -> rough[i] = Float.NEGATIVE_INFINITY);
    double least = largest(rough, count) - rounding;
    double[] exact = new double[rough.length];
    List<Integer> candidates = new ArrayList<>();
    for (int i = 0; i < rough.length; i++) {
      if (rough[i] >= least) {
        exact[i] = of(known.get(i).textFeature());
        candidates.add(i);
      }
    }
    candidates.sort(Comparator.comparingDouble(i -> -exact[i])); // stable
    return List.copyOf(candidates.subList(0, count));
  }

  /** Of one class. */
  double of(float[] feature) {
    return task.stream().mapToDouble(own -> dot(own, feature)).max().orElseThrow();
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private float[] rough(List<ClassEmbedding> known) {
    float[] rough = new float[known.size()];
    IntStream.range(0, (rough.length + SHARE - 1) / SHARE)
        .parallel() // each share has its own part of the array
        .forEach(
            share -> {
              NearnessBlock block = new NearnessBlock(task);
              int end = Math.min(rough.length, (share + 1) * SHARE);
              for (int from = share * SHARE; from < end; from += NearnessBlock.CLASSES) {
                int to = Math.min(end, from + NearnessBlock.CLASSES);
                block.compare(known.subList(from, to), rough, from);
              }
            });
    return rough;
  }

  /** The {@code count}-th largest number. */
  private static float largest(float[] numbers, int count) {
    PriorityQueue<Float> most = new PriorityQueue<>(count);
    float least = Float.NEGATIVE_INFINITY;
    for (float number : numbers) {
      if (most.size() < count) {
        most.add(number);
        least = most.element();
      } else if (number > least) {
        most.remove();
        most.add(number);
        least = most.element();
      }
    }
    return least;
  }
}
