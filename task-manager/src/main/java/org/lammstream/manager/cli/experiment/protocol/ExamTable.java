package org.lammstream.manager.cli.experiment.protocol;

import java.util.List;

/** A column for each exam, a row for each method. */
final class ExamTable {
  private ExamTable() {}

  /**
   * A table.
   *
   * @param exams in the order of the columns
   * @param note below it
   */
  static ProtocolTable of(Measured measured, List<String> exams, String note) {
    StringBuilder markdown = new StringBuilder("| data set | shots | method |");
    StringBuilder csv = new StringBuilder("dataset,shots,method,runs");
    for (String exam : exams) {
      markdown.append(' ').append(exam).append(" |");
      String column = exam.replace(' ', '_');
      csv.append(',').append(column).append(',').append(column).append("_sd");
    }
    markdown.append("\n| --- | ---: | --- |").append(" ---: |".repeat(exams.size())).append('\n');
    csv.append('\n');
    for (String dataset : measured.datasets()) {
      for (int shots : measured.shots()) {
        for (String method : measured.methods()) {
          Measured.Runs runs = measured.runs(dataset, method, shots);
          String number = TableCells.shots(shots);
          markdown.append("| %s | %s | %s |".formatted(dataset, number, method));
          csv.append("%s,%s,%s,%d".formatted(dataset, number, method, runs.count()));
          for (String exam : exams) {
            markdown.append(' ').append(TableCells.markdown(runs, exam)).append(" |");
            csv.append(',').append(TableCells.csv(runs, exam));
          }
          markdown.append('\n');
          csv.append('\n');
        }
      }
    }
    markdown.append('\n').append(note).append('\n');
    return new ProtocolTable(markdown.toString(), csv.toString());
  }
}
