package org.lammstream.manager.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lammstream.manager.cli.VersionClassifier.Guess;
import org.lammstream.manager.cli.versions.StoreOptions;
import org.lammstream.manager.cli.versions.StoredLearner;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private final StoreOptions storeOptions = new StoreOptions();

  @Option(
      names = "--checkpoint",
      required = true,
      paramLabel = "CLIP_DIR",
      description = "The checkpoint that the learner stands on.")
  Path checkpoint = Path.of("");

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description =
          "Number, alias, head or latest (default: champion, or head where nobody has that alias).")
  @Nullable String version;

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

  /** A version and what it is called. */
  private record Chosen(Version version, List<String> aliases) {}

  @Override
  protected int execute() {
    Chosen chosen = choose();
    try (ClipModel model = ClipModel.load(checkpoint, device)) {
      VersionClassifier classifier = new VersionClassifier(model, chosen.version());
      ArrayNode predictions = Json.array();
      ArrayNode unreadable = Json.array();
      for (Path image : images) {
        try {
          List<Guess> best = classifier.classify(image, top);
          predictions.addObject().put("image", image.toString()).set("classes", Json.of(best));
          if (!json) {
            print(image, best);
          }
        } catch (JobException e) { // the other images can still be classified
          String error = ErrorLine.of(e);
          unreadable.addObject().put("image", image.toString()).put("error", error);
          console().err().println("lamm: " + error);
        }
      }
      if (json) {
        printJson(chosen, predictions, unreadable);
      }
      return unreadable.isEmpty() ? LammCli.OK : LammCli.FAILURE;
    }
  }

  private Chosen choose() {
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(storeOptions.store())) {
      StoredLearner learner =
          StoredLearner.find(store, storeOptions.store(), storeOptions.learner());
      int number = learner.number(Optional.ofNullable(version));
      List<String> names = learner.names(number);
      Version found = store.version(learner.name(), number);
      console()
          .err()
          .println(
              "version %d%s of learner %s, %d classes"
                  .formatted(
                      number,
                      names.isEmpty() ? "" : " (" + String.join(", ", names) + ")",
                      learner.name(),
                      found.classes().size()));
      return new Chosen(found, learner.aliasesOf(number));
    }
  }

  private void print(Path image, List<Guess> best) {
    console().out().println(image);
    for (Guess guess : best) {
      console()
          .out()
          .println(
              String.format(
                  Locale.ROOT, "  %5.1f %%  %s", 100 * guess.probability(), guess.name()));
    }
  }

  private void printJson(Chosen used, ArrayNode predictions, ArrayNode unreadable) {
    ObjectNode document =
        Json.document()
            .put("learner", used.version().learner())
            .put("version", used.version().number());
    document.set("aliases", Json.texts(used.aliases()));
    document.set("predictions", predictions);
    document.set("unreadable", unreadable);
    Json.print(console(), document);
  }
}
