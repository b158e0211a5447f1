package org.lammstream.manager.lamm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.lammstream.manager.clip.ClipModel;

/**
 * From the parameters of a prompt method to features. The arrays of the parameters, constant ones
 * included, and of the images belong to one scope, and results go there, too. Holds the constants
 * of the prompts; confined to one thread at a time; close it before the model.
 */
final class PromptForward implements AutoCloseable {

  private final ClipModel model;
  private final int depth;
  private final boolean promptsImages;
  private final PromptPath trained;
  private final PromptPath plain;

  /** Prepares the prompts of a plan on one of the text paths. */
  PromptForward(ClipModel model, PromptPlan plan, LearnerConfiguration.Path path) {
    this.model = model;
    this.depth = plan.depth();
    this.promptsImages = plan.method().promptsImages();
    this.trained = path(model, plan.trained(), path);
    this.plain =
        plan.hasNewClasses() && (plan.method().trainsLabels() || !plan.known().isEmpty())
            ? path(model, plan.plain(), path)
            : trained;
  }

  /** Prepares prompts on one of the text paths. */
  static PromptPath path(ClipModel model, PromptSheet sheet, LearnerConfiguration.Path path) {
    return switch (path) {
      case CACHED -> new MovingTextPath(model.manager(), model.textTower(), sheet);
      case NAIVE -> new NaiveTextPath(model.manager(), model.textTower(), sheet);
    };
  }

  /** Arrays of parameters in a scope, {@code constant} ones and those with gradients. */
  static Map<String, NDArray> arrays(
      NDManager scope, Map<String, Tensor> constant, Map<String, Tensor> trained) {
    Map<String, NDArray> arrays = new TreeMap<>();
    constant.forEach((name, tensor) -> arrays.put(name, array(scope, tensor)));
    trained.forEach(
        (name, tensor) -> {
          NDArray array = array(scope, tensor);
          array.setRequiresGradient(true);
          arrays.put(name, array);
        });
    return arrays;
  }

  /** A tensor in a scope. */
  static NDArray array(NDManager scope, Tensor tensor) {
    return scope.create(
        tensor.values(),
        new Shape(tensor.shape().stream().mapToLong(Integer::longValue).toArray()));
  }

  /** Width of the text tower. */
  int width() {
    return model.width();
  }

  /** Text features of the classes, {@code (classes, d)}. */
  NDArray text(Map<String, NDArray> parameters) {
    NDArray context = context(parameters);
    NDArray rows =
        Optional.ofNullable(parameters.get(PromptParameters.LABELS))
            .map(labels -> context.concat(labels, 0))
            .orElse(context);
    return trained.features(rows, deep(parameters, depth));
  }

  /** Text features of the new classes' plain names behind context and deep prompts. */
  NDArray plainText(Map<String, NDArray> parameters) {
    return plain.features(context(parameters), deep(parameters, depth));
  }

  /** Text features of the new classes' plain names behind the context, in the untouched tower. */
  NDArray untouchedText(Map<String, NDArray> parameters) {
    return plain.features(context(parameters), List.of());
  }

  /** All context vectors, {@code (contexts · vectors, width)}. */
  static NDArray context(Map<String, NDArray> parameters) {
    NDArray context = of(parameters, PromptParameters.CONTEXT);
    return context.getShape().dimension() == 2
        ? context
        : context.reshape(-1, context.getShape().get(2));
  }

  /** Prompts of the text tower's deeper blocks. */
  static List<NDArray> deep(Map<String, NDArray> parameters, int depth) {
    return IntStream.range(0, depth - 1)
        .mapToObj(i -> of(parameters, PromptParameters.deepPrompt(i)))
        .toList();
  }

  /**
   * Image features of a batch.
   *
   * @param images features {@code (n · d)}, or pixels {@code (n · 3 · size · size)} where the image
   *     tower has prompts
   */
  NDArray images(NDManager scope, Map<String, NDArray> parameters, float[] images, int n) {
    if (!promptsImages) {
      return scope.create(images, new Shape(n, model.dimension()));
    }
    int size = model.imageEncoder().imageSize();
    return model
        .imageEncoder()
        .encode(
            scope.create(images, new Shape(n, 3, size, size)), VisualPrompts.of(parameters, depth));
  }

  /** The rows of a matrix. */
  static List<float[]> rows(NDArray matrix) {
    float[] flat = matrix.toFloatArray();
    int n = Math.toIntExact(matrix.getShape().get(0));
    int width = flat.length / n;
    return IntStream.range(0, n)
        .mapToObj(i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width))
        .toList();
  }

  /** One of them. */
  static NDArray of(Map<String, NDArray> parameters, String name) {
    NDArray array = parameters.get(name);
    if (array == null) {
      throw new IllegalArgumentException("no parameter is called " + name);
    }
    return array;
  }

  @Override
  public void close() {
    trained.close();
    if (plain != trained) {
      plain.close();
    }
  }
}
