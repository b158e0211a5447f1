package org.lammstream.manager.cli.versions;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.cli.LammCli;
import org.lammstream.manager.cli.LammSubcommand;
import org.lammstream.manager.cli.Question;
import org.lammstream.manager.forget.ForgetPlan;
import org.lammstream.manager.forget.Forgetter;
import org.lammstream.manager.forget.Remains;
import org.lammstream.store.Aliases;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.NewVersion;
import org.lammstream.store.StoreLockedException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A version of a learner that knows less. */
@Command(
    name = "forget",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Take classes, or all that one task brought, out of a learner again.",
      "Makes a new version without them: their label embeddings, text features and image sums are"
          + " gone, and each of their images is taken out of the head on image features. With"
          + " method=zero-shot that is the learner that never saw them, up to rounding. Says what"
          + " remains elsewhere. No worker may hold the store meanwhile."
    })
public final class ForgetCommand extends LammSubcommand {
  private static final int NAMES_SHOWN = 10;

  @Mixin private final StoreOptions storeOptions = new StoreOptions();

  @ArgGroup(multiplicity = "1")
  private final What what = new What();

  /** Classes, or a task. */
  static final class What {
    @Option(
        names = "--class",
        paramLabel = "NAME",
        required = true,
        description = "Class to forget; may be given several times.")
    private List<String> classes = new ArrayList<>();

    @Option(
        names = "--task",
        paramLabel = "NAME",
        required = true,
        description =
            "Task to forget: its new classes, and its examples of classes that were known before.")
    private @Nullable String task;
  }

  @Option(names = "--yes", fallbackValue = "true", description = "Do not ask.")
  private boolean yes;

  @Option(
      names = "--dry-run",
      fallbackValue = "true",
      description = "Say what would go and what would remain, and leave everything as it is.")
  private boolean dryRun;

  @Option(
      names = "--purge-features",
      fallbackValue = "true",
      description =
          "Also delete the image features of what is forgotten from the cache, but for images that"
              + " something else was learned from.")
  private boolean purge;

  /** On this console. */
  public ForgetCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() {
    String learner = storeOptions.read().name();
    try (EmbeddingStore store = open()) {
      Forgetter forgetter = Forgetter.of(store, learner);
      ForgetPlan plan = plan(forgetter);
      NewVersion version = forgetter.version(plan, Clock.systemUTC());
      Remains remains = Remains.of(forgetter, plan);
      String summary = summary(plan, version);
      if (dryRun) {
        say("would forget " + summary);
      } else {
        if (!yes) {
          Question.confirm(console(), "forget " + summary, "nothing is forgotten");
        }
        store.add(version, Map.of());
        say("forgot " + summary);
        sayPointers(store, learner, version.version().number());
      }
      Set<String> methods = forgetter.trainedBy();
      if (!methods.isEmpty()) {
        say(
            "note: tasks of this learner trained %s (method=%s), beside what is forgotten; all that"
                    .formatted(trained(methods), String.join(", method=", methods))
                + " stays may keep a trace of it. Only a replay without it has none.");
      }
      int purged = purge && !dryRun ? store.images().removeFeatures(remains.features()) : 0;
      if (purged > 0) {
        say(count(purged, "feature") + " of the cache deleted");
      }
      sayRemains(learner, remains, purged);
    }
    return LammCli.OK;
  }

  private static String trained(Set<String> methods) {
    List<String> trained = new ArrayList<>();
    if (methods.stream().anyMatch(method -> method.endsWith("lamm"))) {
      trained.add("label embeddings");
    }
    if (methods.stream().anyMatch(method -> method.startsWith("coop"))) {
      trained.add("the context");
    }
    if (methods.stream().anyMatch(method -> method.startsWith("maple"))) {
      trained.add("prompts of both towers");
    }
    return String.join(" and ", trained);
  }

  private EmbeddingStore open() {
    try {
      return dryRun
          ? EmbeddingStore.openReadOnly(storeOptions.store())
          : EmbeddingStore.open(storeOptions.store());
    } catch (StoreLockedException e) {
      throw new JobException(
          "--store %s is held by another process, such as a worker; stop it, and start it again"
                  .formatted(storeOptions.store())
              + " afterwards",
          e);
    }
  }

  private ForgetPlan plan(Forgetter forgetter) {
    return what.task == null ? forgetter.classes(what.classes) : forgetter.task(what.task);
  }

  private String summary(ForgetPlan plan, NewVersion version) {
    return "%s of learner %s: %s, %s, version %d -> version %d, %s left"
        .formatted(
            names(plan),
            version.version().learner(),
            count(plan.trained().size(), "training image"),
            count(plan.tested().size(), "test image"),
            version.version().parent().orElseThrow(),
            version.version().number(),
            count(version.version().classes().size(), "class"));
  }

  private String names(ForgetPlan plan) {
    String task = what.task == null ? "" : "task '" + what.task + "', ";
    int more = plan.classes().size() - NAMES_SHOWN;
    List<String> shown = plan.classes().stream().limit(NAMES_SHOWN).toList();
    return task
        + count(plan.classes().size(), "class")
        + (shown.isEmpty() ? "" : " (" + String.join(", ", shown))
        + (more > 0 ? " and " + more + " more" : "")
        + (shown.isEmpty() ? "" : ")");
  }

  private static String count(int number, String thing) {
    String many = thing.endsWith("s") ? thing + "es" : thing + "s";
    return number + " " + (number == 1 ? thing : many);
  }

  private void sayPointers(EmbeddingStore store, String learner, int number) {
    boolean champion = store.alias(learner, Aliases.CHAMPION).orElse(0) == number;
    boolean head = store.head(learner).orElse(0) == number;
    say(
        "version %d is %s%s"
            .formatted(
                number,
                head ? "the head" : "not the head",
                champion
                    ? " and the champion"
                    : "; the champion stays version "
                        + store.alias(learner, Aliases.CHAMPION).orElse(0)
                        + ", which knows what is forgotten"));
  }

  private void sayRemains(String learner, Remains remains, int purged) {
    say("what remains:");
    if (!remains.versions().isEmpty()) {
      say(
          "  embeddings and image sums in "
              + NumberRanges.of(remains.versions())
              + "; remove them:");
      say(
          "    ./lamm versions prune --store %s --learner '%s' --keep-last 1"
              .formatted(storeOptions.store(), learner));
      say("    (versions with an alias stay; remove or move the alias first)");
    }
    if (remains.testFeatures() > 0) {
      say(
          "  features of %s and the images' digests%s, with older versions; they count no longer"
              .formatted(
                  count(remains.testFeatures(), "test image"),
                  remains.pixels() ? ", and the test images themselves" : ""));
    }
    int left = remains.features().size() - purged;
    if (left > 0) {
      say(
          "  %s in the cache, which --purge-features %s"
              .formatted(count(left, "feature"), dryRun ? "deletes" : "would have deleted"));
    }
    if (remains.shared() > 0) {
      say(
          "  %s in the cache of images that something else was learned from, too"
              .formatted(count(remains.shared(), "feature")));
    }
    remains
        .events()
        .forEach((task, event) -> say("  the event of task '%s': %s".formatted(task, event)));
    say("  copies elsewhere: recordings, backups, exports, stores of other workers, image files");
  }

  private void say(String line) {
    console().out().println(line);
  }
}
