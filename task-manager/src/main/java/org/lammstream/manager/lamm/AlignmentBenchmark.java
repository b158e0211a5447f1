package org.lammstream.manager.lamm;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.clip.RandomTextTower;
import org.lammstream.manager.clip.checkpoint.TextConfig;
import org.lammstream.manager.clip.text.PrefixTextEncoder;
import org.lammstream.manager.clip.text.TextTower;

/**
 * Times the alignment step on the naive and on the cached path in one run, at the text dimensions
 * of CLIP ViT-B/16 (12 layers, width 512, 8 heads) with random weights.
 *
 * <p>Both paths learn under the published settings, whatever the defaults of a learner are. The
 * naive step does what the published code does per step for text: whole prompts of 77 positions
 * forward and backward, and once more, forward, for their anchors. Both steps include the loss and
 * the optimiser on a batch of 32 image features, and both start from equal label embeddings.
 * Medians over the counted steps, after a warm-up.
 */
public final class AlignmentBenchmark {

  /** Steps that make a median worth reporting. */
  public static final int LEAST_STEPS = 5;

  /** Names there are. */
  public static final int MOST_CLASSES = CifarNames.COUNT;

  private static final int BATCH = 32;
  private static final int DIMENSION = 512;
  private static final int CONTEXT_WORDS = 4;
  private static final int WARM_UP = 1;
  private static final double AGREEMENT = 1e-4;
  private static final double SCALE = 100;
  private static final TextConfig TEXT = RandomTextTower.VIT_B_16;

  private final Device device;
  private final int steps;

  /**
   * A benchmark.
   *
   * @param steps counted per measurement, at least {@value #LEAST_STEPS}
   */
  public AlignmentBenchmark(ComputeDevice device, int steps) {
    if (steps < LEAST_STEPS) {
      throw new IllegalArgumentException("too few steps for a median: " + steps);
    }
    this.device = device.resolve();
    this.steps = steps;
  }

  /** Hears of the progress. */
  @FunctionalInterface
  public interface Listener {
    /** Called before each measurement, {@code done} of {@code all} being finished. */
    void onMeasurement(String what, int done, int all);
  }

  /** Measures for each number of classes, from 1 to {@value #MOST_CLASSES}. */
  public List<StepTiming> run(List<Integer> classCounts, Listener listener) {
    int all = 2 * classCounts.size();
    List<Measured> cached = new ArrayList<>();
    List<Measured> naive = new ArrayList<>();
    try (NDManager manager = NDManager.newBaseManager(device)) {
      TextTower tower = RandomTextTower.create(manager, TEXT, DIMENSION, 1);
      // The cached path first: the allocator keeps what the naive path has taken.
      for (int classes : classCounts) {
        listener.onMeasurement(classes + " classes, cached", cached.size(), all);
        cached.add(measure(manager, tower, classes, false));
      }
      for (int classes : classCounts) {
        listener.onMeasurement(classes + " classes, naive", cached.size() + naive.size(), all);
        naive.add(measure(manager, tower, classes, true));
      }
    }
    return IntStream.range(0, classCounts.size())
        .mapToObj(i -> timing(classCounts.get(i), naive.get(i), cached.get(i)))
        .toList();
  }

  private static StepTiming timing(int classes, Measured naive, Measured cached) {
    if (!(Math.abs(naive.loss() - cached.loss()) <= AGREEMENT * naive.loss())) {
      throw new IllegalStateException(
          "the paths disagree: loss %s and %s".formatted(naive.loss(), cached.loss()));
    }
    return new StepTiming(
        classes,
        naive.seconds(),
        cached.seconds(),
        naive.seconds() / cached.seconds(),
        naive.peakBytes(),
        cached.peakBytes(),
        Math.abs(naive.loss() - cached.loss()) / naive.loss());
  }

  private record Measured(double seconds, long peakBytes, double loss) {}

  private Measured measure(NDManager manager, TextTower tower, int classes, boolean naive) {
    PromptTemplate template =
        new PromptTemplate(
            IntStream.concat(
                    IntStream.of(TEXT.bosTokenId()), IntStream.rangeClosed(1, CONTEXT_WORDS))
                .toArray(),
            new int[] {CONTEXT_WORDS + 1, TEXT.eosTokenId()});
    List<ClassPrompt> prompts = prompts(tower, classes);
    PromptRows rows = PromptRows.of(template, prompts);
    SplittableRandom random = new SplittableRandom(2);
    List<float[]> anchors =
        IntStream.range(0, classes).mapToObj(i -> unit(random, DIMENSION)).toList();
    AlignmentPlan plan = new AlignmentPlan(prompts, anchors, List.of(), List.of());
    LearnerConfiguration configuration = LearnerConfiguration.published();
    PeakMemory.reset();
    double[] seconds = new double[steps];
    double loss = 0;
    try (PrefixTextEncoder encoder = new PrefixTextEncoder(manager, tower, template.prefix());
        TextPath path =
            naive
                ? new NaiveTextPath(manager, tower, template, rows)
                : new CachedTextPath(manager, encoder, rows);
        TrainedRows trained = new LabelRows(manager, path, plan, DIMENSION);
        AlignmentRun run =
            new AlignmentRun(
                manager,
                trained,
                plan,
                configuration,
                16,
                new AlignmentRun.Dimensions(DIMENSION, tower.width(), SCALE),
                ReplaySource.PROTOTYPES)) {
      for (int step = -WARM_UP; step < steps; step++) {
        float[] images = new float[BATCH * DIMENSION];
        int[] labels = new int[BATCH];
        for (int i = 0; i < BATCH; i++) {
          System.arraycopy(unit(random, DIMENSION), 0, images, i * DIMENSION, DIMENSION);
          labels[i] = random.nextInt(classes);
        }
        long start = System.nanoTime();
        if (naive) {
          forwardAnchors(manager, path, plan, tower.width());
        }
        loss = run.step(images, labels, 0.002);
        if (step >= 0) {
          seconds[step] = (System.nanoTime() - start) / 1e9;
        }
      }
    }
    return new Measured(median(seconds), PeakMemory.bytes(), loss);
  }

  private static void forwardAnchors(
      NDManager manager, TextPath path, AlignmentPlan plan, int width) {
    try (NDManager scope = manager.newSubManager()) {
      float[] initial = plan.initialEmbeddings();
      NDArray anchors = scope.create(initial, new Shape(initial.length / width, width));
      path.features(anchors).toFloatArray();
    }
  }

  private static List<ClassPrompt> prompts(TextTower tower, int classes) {
    int[] lengths = CifarNames.tokenCounts();
    List<ClassPrompt> prompts = new ArrayList<>();
    int id = CONTEXT_WORDS + 2;
    for (int i = 0; i < classes; i++) {
      int first = id;
      id += lengths[i];
      int[] ids = IntStream.range(first, id).toArray();
      prompts.add(
          new ClassPrompt(CifarNames.name(i), ids.length, tower.embeddings(ids), new int[0]));
    }
    return prompts;
  }

  private static float[] unit(SplittableRandom random, int length) {
    float[] values = new float[length];
    double squares = 0;
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
      squares += values[i] * values[i];
    }
    float norm = (float) Math.sqrt(squares);
    for (int i = 0; i < length; i++) {
      values[i] /= norm;
    }
    return values;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
