package org.lammstream.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lammstream.stream.consume.SourcePosition;

/**
 * What one commit left in the outbox.
 *
 * @param notice what it changed; empty for records of a worker that shared with nobody
 * @param entries the notice and the results behind it
 */
public record OutboxGroup(Optional<ChangeNotice> notice, List<OutboxEntry> entries) {
  /** Groups of all entries, in order. */
  public static List<OutboxGroup> of(List<OutboxEntry> all) {
    List<OutboxGroup> groups = new ArrayList<>();
    for (OutboxEntry entry : all) {
      Optional<ChangeNotice> notice = entry.notice();
      if (notice.isPresent() || groups.isEmpty()) {
        groups.add(new OutboxGroup(notice, new ArrayList<>()));
      }
      groups.get(groups.size() - 1).entries().add(entry);
    }
    return groups;
  }

  /** Where the task stood that the commit dealt with. */
  public Optional<SourcePosition> source() {
    return notice.flatMap(ChangeNotice::source);
  }

  /** Whether no task has to be ours for it to be told. */
  public boolean isUnclaimed() {
    return source().isEmpty() || notice.filter(ChangeNotice::entire).isPresent();
  }

  /** The entries that are records for a topic. */
  public List<OutboxEntry> results() {
    return entries.subList(notice.isPresent() ? 1 : 0, entries.size());
  }
}
