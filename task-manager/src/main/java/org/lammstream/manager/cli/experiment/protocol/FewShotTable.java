package org.lammstream.manager.cli.experiment.protocol;

import java.util.List;
import java.util.OptionalDouble;

/** Accuracy of each method by number of shots, with the paper's averages at the end. */
final class FewShotTable {
  private static final String PAPER = "the paper's eleven";

  private FewShotTable() {}

  static ProtocolTable of(Measured measured) {
    return new ProtocolTable(markdown(measured), csv(measured));
  }

  private static String markdown(Measured measured) {
    List<Integer> shots = measured.shots();
    StringBuilder text = new StringBuilder("| data set | method |");
    shots.forEach(number -> text.append(' ').append(TableCells.ofShots(number)).append(" |"));
    text.append("\n| --- | --- |").append(" ---: |".repeat(shots.size())).append('\n');
    for (String dataset : measured.datasets()) {
      for (String method : measured.methods()) {
        text.append("| %s | %s |".formatted(dataset, method));
        for (int number : shots) {
          String cell = TableCells.markdown(measured.runs(dataset, method, number), Protocol.TEST);
          text.append(' ').append(cell).append(" |");
        }
        text.append('\n');
      }
    }
    for (String method : measured.methods()) {
      text.append("| *%s* | *%s* |".formatted(PAPER, method));
      for (int number : shots) {
        text.append(' ').append(paper(method, number, "*%s*", "–")).append(" |");
      }
      text.append('\n');
    }
    return text.append("\nAccuracy on the test images in percent. ")
        .append(PaperFigures.NOTE)
        .append('\n')
        .toString();
  }

  private static String paper(String method, int shots, String format, String none) {
    OptionalDouble figure = PaperFigures.of(method, shots);
    return figure.isEmpty() ? none : format.formatted(figure.getAsDouble());
  }

  private static String csv(Measured measured) {
    StringBuilder text =
        new StringBuilder(
            "dataset,method,shots,runs,accuracy,accuracy_sd,paper_average_of_eleven_data_sets\n");
    for (String dataset : measured.datasets()) {
      for (String method : measured.methods()) {
        for (int number : measured.shots()) {
          Measured.Runs runs = measured.runs(dataset, method, number);
          text.append(
              "%s,%s,%s,%d,%s,%s\n"
                  .formatted(
                      dataset,
                      method,
                      TableCells.shots(number),
                      runs.count(),
                      TableCells.csv(runs, Protocol.TEST),
                      paper(method, number, "%s", "")));
        }
      }
    }
    return text.toString();
  }
}
