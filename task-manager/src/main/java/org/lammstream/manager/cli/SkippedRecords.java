package org.lammstream.manager.cli;

import java.util.Optional;
import java.util.function.Consumer;
import org.lammstream.stream.consume.RejectedDelivery;

/** Counts records that are no whole, proper task, and tells of them once. */
final class SkippedRecords implements Consumer<RejectedDelivery> {
  private final Console console;
  private int records;
  private Optional<RejectedDelivery> first = Optional.empty();

  SkippedRecords(Console console) {
    this.console = console;
  }

  @Override
  public void accept(RejectedDelivery rejected) {
    records += rejected.records().size();
    if (first.isEmpty()) {
      first = Optional.of(rejected);
    }
  }

  void tell() {
    first.ifPresent(
        one ->
            console
                .err()
                .println(
                    "note: %d records that are no whole task are skipped; the first at %s: %s"
                        .formatted(records, one.id(), one.rejection().message())));
  }
}
