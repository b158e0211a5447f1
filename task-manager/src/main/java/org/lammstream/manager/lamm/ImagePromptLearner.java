package org.lammstream.manager.lamm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.lamm.Prototypes.Prototype;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.ImageSum;

/**
 * Appends new classes to a learner with prompts of both towers (MaPLe, alone or with label
 * embeddings): they go on from the version before, every text feature is computed anew, and the
 * terms of old classes hold all that are known, those of which the task has images included, to
 * their text features and label embeddings before the task. Zero-shot features and image prototypes
 * are those of the untouched checkpoint.
 *
 * <p>Not thread-safe, and the engine allows one alignment at a time per JVM. Close it before the
 * model.
 */
public final class ImagePromptLearner implements AutoCloseable {
  private final ClipModel model;
  private final LammLearner names;
  private final PromptLearner prompts;

  /**
   * A learner on a model.
   *
   * @param names makes the entries of new classes; it and the model stay the caller's
   */
  public ImagePromptLearner(ClipModel model, LammLearner names) {
    this.model = model;
    this.names = names;
    this.prompts = new PromptLearner(model);
  }

  /**
   * Learns one task.
   *
   * @param task its features are those of the untouched image tower
   * @param pixels of its examples
   * @throws ClassNameException for a new class whose name cannot stand in a prompt
   * @throws IllegalArgumentException if the version's prompts do not fit the model
   * @throws ArithmeticException if loss or parameters do not stay finite
   * @throws InterruptedException if the thread is interrupted between two steps
   */
  public AlignmentResult align(AlignmentTask task, PixelSource pixels, AlignmentListener listener)
      throws InterruptedException {
    LearnerConfiguration configuration = task.configuration();
    TaskClasses classes = TaskClasses.of(task);
    List<ClassEmbedding> entries = new ArrayList<>(task.known());
    entries.addAll(names.zeroShot(classes.newNames(), configuration));
    PromptSettings settings = settings(configuration);
    FittedPrompts fitted =
        prompts.fit(
            new PromptTask(
                entries.stream().map(ClassEmbedding::name).toList(),
                new PromptImages.Pixels(pixels),
                labels(task, entries),
                configuration.method(),
                settings,
                task.seed(),
                before(task, settings)),
            listener);
    return new AlignmentResult(
        moved(task, classes, entries, fitted),
        fitted.epochLosses(),
        Optional.empty(),
        fitted.imagePrompts().map(ImagePrompts::stored));
  }

  private PromptSettings settings(LearnerConfiguration configuration) {
    int blocks = Math.min(model.textTower().blocks().size(), model.imageEncoder().blocks());
    return new PromptSettings(
        StreamContext.from(model.tokenizer(), configuration),
        false,
        Math.min(configuration.depth(), blocks),
        configuration.tokens(),
        PromptLayout.STANDARD,
        PromptAnchors.MOVING,
        configuration.loss(),
        configuration.optimisation(),
        configuration.path());
  }

  private static int[] labels(AlignmentTask task, List<ClassEmbedding> entries) {
    Map<String, Integer> places = new HashMap<>();
    entries.forEach(entry -> places.put(entry.name(), places.size()));
    int[] labels = new int[task.labels().length];
    for (int i = 0; i < labels.length; i++) {
      String name = task.classes().get(task.labels()[i]);
      labels[i] = Optional.ofNullable(places.get(name)).orElseThrow();
    }
    return labels;
  }

  /** The version before as it was fitted. */
  private static Optional<FittedPrompts> before(AlignmentTask task, PromptSettings settings) {
    return task.prompts()
        .map(
            shared -> {
              ImagePrompts images =
                  ImagePrompts.of(shared)
                      .filter(known -> known.depth() == settings.depth())
                      .orElseThrow(
                          () ->
                              new IllegalArgumentException(
                                  "the version has no prompts of both towers, %d blocks deep"
                                      .formatted(settings.depth())));
              PromptMethod method = task.configuration().method();
              TreeMap<String, Tensor> tensors = new TreeMap<>(images.parameters().tensors());
              if (method.trainsLabels()) {
                tensors.put(PromptParameters.LABELS, labelRows(task.known()));
              }
              return new FittedPrompts(
                  method,
                  settings,
                  task.known().stream().map(ClassEmbedding::name).toList(),
                  StreamContext.of(shared),
                  new PromptParameters(tensors),
                  task.known().stream().map(ClassEmbedding::vectors).toList(),
                  task.known().stream().map(ClassEmbedding::textFeature).toList(),
                  List.of());
            });
  }

  private static Tensor labelRows(List<ClassEmbedding> known) {
    float[] rows = Tensor.joined(known.stream().map(ClassEmbedding::labelEmbedding).toList());
    int width = known.get(0).width();
    return Tensor.of(rows, rows.length / width, width);
  }

  /** All classes behind the prompts as they stand now. */
  private List<ClassEmbedding> moved(
      AlignmentTask task, TaskClasses classes, List<ClassEmbedding> entries, FittedPrompts fitted) {
    List<Prototype> prototypes = Prototypes.of(task, classes, model.dimension());
    Map<Integer, Prototype> ofTask = new HashMap<>();
    for (int i = 0; i < classes.size(); i++) {
      int fresh = classes.newNames().size();
      int entry = i < fresh ? task.known().size() + i : classes.refined().get(i - fresh);
      ofTask.put(entry, prototypes.get(i));
    }
    boolean trainsLabels = fitted.method().trainsLabels();
    float[] rows =
        trainsLabels ? fitted.parameters().tensor(PromptParameters.LABELS).values() : new float[0];
    List<ClassEmbedding> moved = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < entries.size(); i++) {
      ClassEmbedding entry = entries.get(i);
      float[] label = entry.labelEmbedding();
      if (trainsLabels) {
        label = Arrays.copyOfRange(rows, at, at + label.length);
        at += label.length;
      }
      Prototype prototype =
          ofTask.getOrDefault(i, new Prototype(entry.imagePrototype(), entry.imageWeight()));
      moved.add(
          new ClassEmbedding(
              entry.name(),
              entry.vectors(),
              entry.width(),
              label,
              entry.tailTokenIds(),
              trainsLabels ? entry.labelEmbedding() : entry.anchor(),
              fitted.textFeatures().get(i),
              entry.zeroShotTextFeature(),
              prototype.direction(),
              prototype.weight(),
              ImageSum.UNKNOWN));
    }
    return moved;
  }

  @Override
  public void close() {
    prompts.close();
  }
}
