package org.lammstream.manager.cli.versions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.lammstream.evaluation.TextTable;
import org.lammstream.manager.cli.Json;
import org.lammstream.store.CellScore;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.SharedPrompts;
import org.lammstream.store.StoredSize;
import org.lammstream.store.Version;
import org.lammstream.store.VersionSummary;

/**
 * All about one version, as text and as JSON.
 *
 * @param learner whose version it is
 * @param version what is stored about it
 * @param stored all of it, while it is not pruned
 * @param row its row of the accuracy matrix, in task order
 */
record VersionDetails(
    StoredLearner learner, VersionSummary version, Optional<Version> stored, List<CellScore> row) {

  private static final int LABEL = 14;
  private static final int NAMES_SHOWN = 20;

  VersionDetails {
    row = List.copyOf(row);
  }

  /** Lines for a terminal. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    int number = version.number();
    List<String> names = learner.names(number);
    lines.add(
        line(
            "version",
            number
                + " of learner "
                + learner.name()
                + (names.isEmpty() ? "" : " (" + String.join(", ", names) + ")")));
    lines.add(line("made", version.createdAt() + ", by task " + version.task()));
    lines.add(
        line(
            "continues",
            version.parent().isPresent() ? "version " + version.parent().getAsInt() : "nothing"));
    lines.add(line("classes", version.classCount() + ", new: " + classNames()));
    lines.add(
        line(
            "stored",
            "%d classes with this version, %d shared with earlier ones%s"
                .formatted(
                    version.storedClasses(),
                    version.classCount() - version.storedClasses(),
                    stored.map(all -> "; " + bytes(all.classes()) + " bytes in all").orElse(""))));
    prompts().ifPresent(prompts -> lines.add(line("prompts", words(prompts))));
    version
        .prunedAt()
        .ifPresent(time -> lines.add(line("pruned", time + "; its embeddings are gone")));
    lines.add(line("sha256", version.embeddingsSha256()));
    lines.add(line("seconds", numbers(version.seconds())));
    addProvenance(lines);
    addAccuracy(lines);
    return lines;
  }

  private Optional<SharedPrompts> prompts() {
    return stored.flatMap(Version::prompts);
  }

  private static String words(SharedPrompts prompts) {
    return prompts.tensors().entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue().shape())
            .collect(Collectors.joining(", "))
        + "; "
        + StoredSize.of(prompts)
        + " bytes";
  }

  private String classNames() {
    List<String> names = version.newClasses();
    if (names.size() > NAMES_SHOWN) {
      return String.join(", ", names.subList(0, NAMES_SHOWN))
          + " and "
          + (names.size() - NAMES_SHOWN)
          + " more (--json names them)";
    }
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private void addProvenance(List<String> lines) {
    var from = version.provenance();
    lines.add(
        version
            .forgetting()
            .map(what -> line("forgot", String.join(", ", what.classes())))
            .orElseGet(
                () ->
                    line(
                        "event",
                        "%s, topic %s, partition %d, offset %d"
                            .formatted(
                                from.eventId(), from.topic(), from.partition(), from.offset()))));
    lines.add(line("seed", Long.toString(from.seed())));
    lines.add(line("checkpoint", from.checkpointName() + ", sha256 " + from.checkpointSha256()));
    lines.add(line("code", from.codeVersion()));
    lines.add(
        line(
            "machine",
            "%s %s, %s, Java %s, %s, %d threads"
                .formatted(
                    from.os(),
                    from.arch(),
                    from.processor(),
                    from.java(),
                    from.engine(),
                    from.threads())));
    lines.add(
        line(
            "configuration",
            new TreeMap<>(from.configuration())
                .entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .collect(Collectors.joining(", "))));
  }

  private void addAccuracy(List<String> lines) {
    for (CellScore cell : row) {
      lines.add(
          line(
              "accuracy",
              String.format(
                  Locale.ROOT,
                  "%5.1f %%  %4d of %4d  %s",
                  100 * accuracy(cell),
                  cell.correct(),
                  cell.total(),
                  cell.task())));
    }
  }

  private static String numbers(Map<String, Double> values) {
    return new TreeMap<>(values)
        .entrySet().stream()
            .map(entry -> String.format(Locale.ROOT, "%s %.2f", entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static String line(String label, String text) {
    return TextTable.printable(label + " ".repeat(LABEL - label.length()) + text);
  }

  /** NaN where there were no test examples. */
  private static double accuracy(CellScore cell) {
    return (double) cell.correct() / cell.total();
  }

  /** Bytes of the numbers of these classes, as they stand in memory. */
  private static long bytes(List<ClassEmbedding> classes) {
    long numbers = 0;
    for (ClassEmbedding entry : classes) {
      numbers +=
          entry.labelEmbedding().length
              + entry.tailTokenIds().length
              + entry.anchor().length
              + entry.textFeature().length
              + entry.zeroShotTextFeature().length
              + entry.imageDirection().length;
    }
    return numbers * Float.BYTES;
  }

  /** The same as JSON. */
  ObjectNode json() {
    ObjectNode document = Json.document().put("learner", learner.name());
    document.setAll(VersionJson.summary(learner, version));
    document.put("head", version.number() == learner.head());
    document.set(
        "classNames",
        Json.texts(
            stored.map(Version::classes).orElse(List.of()).stream()
                .map(ClassEmbedding::name)
                .toList()));
    document.set(
        "bytes",
        Json.number(
            stored
                .map(all -> OptionalLong.of(bytes(all.classes())))
                .orElseGet(OptionalLong::empty)));
    prompts()
        .ifPresent(
            prompts -> {
              ObjectNode shapes = document.putObject("prompts");
              prompts
                  .tensors()
                  .forEach((name, tensor) -> shapes.set(name, Json.of(tensor.shape())));
            });
    document.set("seconds", Json.of(version.seconds()));
    ArrayNode accuracies = document.putArray("accuracies");
    for (CellScore cell : row) {
      ObjectNode node = accuracies.addObject().put("task", cell.task());
      node.put("correct", cell.correct()).put("total", cell.total());
      node.set("accuracy", Json.number(accuracy(cell)));
    }
    document.set("provenance", Json.of(version.provenance()));
    return document;
  }
}
