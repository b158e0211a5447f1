package org.lammstream.manager.cli.versions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.lammstream.evaluation.Percent;
import org.lammstream.evaluation.TextTable;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.Json;
import org.lammstream.manager.cli.LammCli;
import org.lammstream.manager.cli.LammSubcommand;
import org.lammstream.manager.cli.versions.VersionScores.Score;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.VersionSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One line for each version. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "List a learner's versions, the newest last.",
      "'from' is the version that a version continues. Accuracy is the mean over the tasks so far,"
          + " forgetting the drop since their best, in percent; both as they were measured when the"
          + " version was made."
    })
final class ListCommand extends LammSubcommand {
  private static final int DIGEST = 10;

  @Mixin private final StoreOptions storeOptions = new StoreOptions();

  @Option(names = "--json", fallbackValue = "true", description = "Print JSON.")
  private boolean json;

  ListCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() {
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(storeOptions.store())) {
      StoredLearner learner = storeOptions.learnerIn(store);
      VersionScores scores = VersionScores.of(store, learner);
      if (json) {
        Json.print(console(), json(learner, scores));
      } else {
        table(learner, scores).lines().forEach(console().out()::println);
      }
    }
    return LammCli.OK;
  }

  private static TextTable table(StoredLearner learner, VersionScores scores) {
    TextTable table =
        new TextTable(
            ">version",
            ">from",
            "made",
            "task",
            ">new",
            ">classes",
            ">accuracy",
            ">forgetting",
            "sha256",
            "names");
    for (VersionSummary version : learner.versions()) {
      Score score = scores.of(version.number());
      table.row(
          Integer.toString(version.number()),
          version.parent().isPresent() ? Integer.toString(version.parent().getAsInt()) : "-",
          version.createdAt().truncatedTo(ChronoUnit.SECONDS).toString(),
          version.task(),
          "+" + version.newClasses().size(),
          Integer.toString(version.classCount()),
          Percent.of(score.accuracy()),
          Percent.of(score.forgetting()),
          version.embeddingsSha256().substring(0, DIGEST),
          String.join(", ", marks(learner, version)));
    }
    return table;
  }

  private static List<String> marks(StoredLearner learner, VersionSummary version) {
    List<String> marks = new ArrayList<>(learner.names(version.number()));
    version.prunedAt().ifPresent(time -> marks.add("pruned"));
    return marks;
  }

  private ObjectNode json(StoredLearner learner, VersionScores scores) {
    ObjectNode document =
        Json.document()
            .put("store", storeOptions.store().toString())
            .put("learner", learner.name())
            .put("head", learner.head())
            .put("serving", learner.serving());
    document.set("aliases", Json.of(learner.aliases()));
    ArrayNode versions = document.putArray("versions");
    for (VersionSummary version : learner.versions()) {
      Score score = scores.of(version.number());
      ObjectNode node = VersionJson.summary(learner, version);
      node.set("accuracy", Json.number(score.accuracy()));
      node.set("forgetting", Json.number(score.forgetting()));
      versions.add(node);
    }
    return document;
  }
}
