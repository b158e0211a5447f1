package org.lammstream.manager.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lammstream.evaluation.TextTable;
import org.lammstream.manager.datasets.DataSet;
import org.lammstream.manager.datasets.DataSetInfo;
import org.lammstream.manager.datasets.DataSetInfo.Sizes;

/** Data sets as text and as JSON. */
final class DatasetsView {
  private static final int FIRST = 5;

  private DatasetsView() {}

  /** No {@code TextTable}: it shortens addresses. */
  static List<String> table(List<DataSetInfo> all) {
    List<String> lines = new ArrayList<>();
    lines.add(line("name", "classes", "train", "val", "test", "from", "terms"));
    for (DataSetInfo info : all) {
      Sizes sizes = info.sizes();
      lines.add(
          line(
              info.id(),
              count(sizes.classes()),
              count(sizes.train()),
              count(sizes.validation()),
              count(sizes.test()),
              info.source(),
              info.terms()));
    }
    lines.add("Terms are as far as we know them; those at the source hold.");
    return lines;
  }

  private static String line(
      String id,
      String classes,
      String train,
      String validation,
      String test,
      String source,
      String terms) {
    return String.format(
        Locale.ROOT,
        "%-15s  %7s  %7s  %6s  %6s  %-60s  %s",
        id,
        classes,
        train,
        validation,
        test,
        source,
        terms);
  }

  private static String count(int number) {
    return number == 0 ? "-" : Integer.toString(number);
  }

  /** One data set: what it should be, and what was found. */
  static List<String> lines(DataSetInfo info, Optional<DataSet> found) {
    List<String> lines = new ArrayList<>();
    lines.add(info.title());
    lines.add("  from    " + info.source());
    lines.add("  terms   " + info.terms());
    lines.add("  prompt  " + info.prompt());
    lines.add("  layout  " + (info.folder().isEmpty() ? "DIR/" : "DIR/" + info.folder() + "/"));
    info.layout().forEach(part -> lines.add("            " + part));
    found.ifPresent(
        data -> {
          lines.add(
              "  found   %d classes, %d train, %d validation, %d test"
                  .formatted(
                      data.classNames().size(),
                      data.train().size(),
                      data.validation().size(),
                      data.test().size()));
          lines.add("          " + first(data));
        });
    return lines;
  }

  /** Names come from files: none may steer the terminal. */
  private static String first(DataSet data) {
    String names = String.join(", ", data.classNames().stream().limit(FIRST).toList());
    return TextTable.printable(names) + (data.classNames().size() > FIRST ? ", ..." : "");
  }

  static JsonNode json(List<DataSetInfo> all) {
    ObjectNode document = Json.document();
    ArrayNode list = document.putArray("datasets");
    all.forEach(info -> list.add(fields(Json.object(), info)));
    return document;
  }

  static JsonNode json(DataSetInfo info, Optional<DataSet> found) {
    ObjectNode document = fields(Json.document(), info);
    found.ifPresent(
        data ->
            document
                .putObject("found")
                .put("classes", data.classNames().size())
                .put("train", data.train().size())
                .put("validation", data.validation().size())
                .put("test", data.test().size())
                .set("classNames", Json.texts(data.classNames())));
    return document;
  }

  private static ObjectNode fields(ObjectNode node, DataSetInfo info) {
    node.put("name", info.id())
        .put("title", info.title())
        .put("source", info.source())
        .put("terms", info.terms())
        .put("prompt", info.prompt())
        .put("folder", info.folder())
        .set("layout", Json.texts(info.layout()));
    node.set("documented", Json.of(info.sizes()));
    return node;
  }
}
