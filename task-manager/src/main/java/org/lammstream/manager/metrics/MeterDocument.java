package org.lammstream.manager.metrics;

import java.util.stream.Collectors;

/** Writes the list of meters for people. */
final class MeterDocument {
  private MeterDocument() {}

  /** The whole page, in Markdown. */
  static String render() {
    StringBuilder page =
        new StringBuilder(
            """
            # Metrics

            What a worker serves under `/metrics`. This page is made from the code: change the
            catalogue in `org.lammstream.manager.metrics` and run the test `MeterDocumentTest`
            with `-Dlamm.docs=write`.

            Ratios are fractions from 0 to 1, times are seconds, sizes are bytes. In Prometheus a
            timer has the series `_count`, `_sum`, `_max` and `_bucket`. Where a name has the tag
            `learner`, the first %d learners that have a version get a value of their own; counts
            of all others are under `other`. Partitions from number 64 on are under `other` too.
            """
                .formatted(LearnerTags.MOST));
    for (MeterCatalogue.Group group : MeterCatalogue.groups()) {
      page.append("\n## ").append(group.title()).append("\n\n");
      page.append("| meter | in Prometheus | kind | unit | tags | what it tells |\n");
      page.append("| --- | --- | --- | --- | --- | --- |\n");
      group.meters().forEach(meter -> page.append(row(meter)));
    }
    page.append(
        """

        ## Libraries

        Micrometer's own meters of the JVM, the process and the machine: names that begin with
        %s.
        """
            .formatted(
                MeterCatalogue.LIBRARIES.stream()
                    .map(prefix -> "`" + prefix + "`")
                    .collect(Collectors.joining(", "))));
    return page.toString();
  }

  private static String row(MeterSpec meter) {
    return "| `%s` | `%s` | %s | %s | %s | %s |\n"
        .formatted(
            meter.name(),
            meter.prometheusName(),
            Names.tag(meter.kind()),
            meter.unit(),
            meter.tags().stream().map(tag -> "`" + tag + "`").collect(Collectors.joining(", ")),
            meter.description());
  }
}
