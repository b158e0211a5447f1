package org.lammstream.store;

import java.util.Optional;
import org.lammstream.stream.record.OutgoingRecord;

/**
 * A committed record that waits to be published.
 *
 * @param sequence its place in the order of publishing; never used twice in a store
 * @param record what to publish
 */
public record OutboxEntry(long sequence, OutgoingRecord record) {

  /**
   * What the entry says about changed values, where it does; then its record is for no topic, and
   * the entries up to the next notice are results of the same commit.
   */
  public Optional<ChangeNotice> notice() {
    return ChangeNotice.is(record) ? Optional.of(ChangeNotice.of(record)) : Optional.empty();
  }
}
