package org.lammstream.manager.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lammstream.evaluation.Classification;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.clip.image.ImageGate;
import org.lammstream.manager.clip.image.ImageRejectedException;
import org.lammstream.manager.clip.image.PixelImage;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Classifies images with any version of a learner. */
@Command(
    name = "predict",
    description = "Classify images with a version of a learner.",
    versionProvider = BuildVersion.class)
final class PredictCommand extends LammSubcommand {
  // Not the standard help options: --version chooses a version of the learner here.
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  @Option(
      names = "--store",
      required = true,
      paramLabel = "DIR",
      description = "The store; a worker may hold it at the same time.")
  Path store = Path.of("");

  @Option(
      names = "--checkpoint",
      required = true,
      paramLabel = "CLIP_DIR",
      description = "The checkpoint that the learner stands on.")
  Path checkpoint = Path.of("");

  @Option(
      names = "--learner",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Learner (default: ${DEFAULT-VALUE}).")
  String learner = "default";

  @Option(
      names = "--version",
      paramLabel = "N",
      description = "Version of the learner (default: the newest).")
  @Nullable Integer version;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many classes per image (default: ${DEFAULT-VALUE}).")
  int top = 5;

  @Option(names = "--json", fallbackValue = "true", description = "Print JSON.")
  boolean json;

  @Option(
      names = "--device",
      defaultValue = "auto",
      description = "auto, cpu or gpu:N (default: ${DEFAULT-VALUE}).")
  ComputeDevice device = new ComputeDevice.Auto();

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Image files.")
  List<Path> images = List.of();

  PredictCommand(Console console) {
    super(console);
  }

  /** One guess. */
  private record Guess(String name, double probability) {}

  @Override
  protected int execute() throws Exception {
    Version wanted = load();
    try (ClipModel model = ClipModel.load(checkpoint, device)) {
      if (!wanted.provenance().checkpointSha256().equals(model.sha256())) {
        throw new JobException(
            "learner '%s' was made with checkpoint %s (sha256 %.12s), but --checkpoint %s is another (%.12s)"
                .formatted(
                    learner,
                    wanted.provenance().checkpointName(),
                    wanted.provenance().checkpointSha256(),
                    checkpoint,
                    model.sha256()));
      }
      Map<Path, List<Guess>> guesses = guesses(model, wanted.classes());
      if (json) {
        printJson(wanted, guesses);
      } else {
        printTable(guesses);
      }
    }
    return LammCli.OK;
  }

  private Version load() {
    try (EmbeddingStore open = EmbeddingStore.openReadOnly(store)) {
      int number =
          version != null
              ? version
              : open.head(learner)
                  .orElseThrow(
                      () ->
                          new JobException(
                              "--store %s: no learner '%s'; it holds %s"
                                  .formatted(store, learner, open.learners())));
      return open.version(learner, number);
    }
  }

  private Map<Path, List<Guess>> guesses(ClipModel model, List<ClassEmbedding> classes) {
    int dimension = model.dimension();
    float[] features = new float[classes.size() * dimension];
    for (int i = 0; i < classes.size(); i++) {
      System.arraycopy(classes.get(i).textFeature(), 0, features, i * dimension, dimension);
    }
    Classification classification = new Classification(features, dimension);
    Map<Path, List<Guess>> all = new LinkedHashMap<>();
    for (Path image : images) {
      float[] feature = model.encodeImages(List.of(pixels(model, image)))[0];
      float[] scores = classification.scores(feature, 0);
      double[] probabilities = softmax(scores, model.logitScale());
      List<Guess> guesses = new ArrayList<>();
      for (int index : classification.top(feature, 0, top)) {
        guesses.add(new Guess(classes.get(index).name(), probabilities[index]));
      }
      all.put(image, guesses);
    }
    return all;
  }

  private static PixelImage pixels(ClipModel model, Path image) {
    try {
      return model.preprocessor().apply(new ImageGate().decode(image));
    } catch (ImageRejectedException e) {
      String message = ErrorLine.of(e);
      String file = image.toString();
      throw new JobException(message.startsWith(file) ? message : file + ": " + message, e);
    }
  }

  /** Probabilities over all classes of the version. */
  private static double[] softmax(float[] scores, float scale) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float score : scores) {
      largest = Math.max(largest, (double) scale * score);
    }
    double sum = 0;
    double[] probabilities = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      probabilities[i] = Math.exp((double) scale * scores[i] - largest);
      sum += probabilities[i];
    }
    for (int i = 0; i < scores.length; i++) {
      probabilities[i] /= sum;
    }
    return probabilities;
  }

  private void printTable(Map<Path, List<Guess>> guesses) {
    guesses.forEach(
        (image, best) -> {
          console().out().println(image);
          for (Guess guess : best) {
            console()
                .out()
                .println(
                    String.format(
                        Locale.ROOT, "  %5.1f %%  %s", 100 * guess.probability(), guess.name()));
          }
        });
  }

  private void printJson(Version used, Map<Path, List<Guess>> guesses) throws Exception {
    List<Map<String, Object>> predictions = new ArrayList<>();
    guesses.forEach(
        (image, best) ->
            predictions.add(
                ordered(
                    "image",
                    image.toString(),
                    "classes",
                    best.stream()
                        .map(
                            guess ->
                                ordered("name", guess.name(), "probability", guess.probability()))
                        .toList())));
    Map<String, Object> root = ordered("learner", learner, "version", used.number());
    root.put("predictions", predictions);
    console()
        .out()
        .println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root));
  }

  private static Map<String, Object> ordered(String a, Object first, String b, Object second) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(a, first);
    map.put(b, second);
    return map;
  }
}
