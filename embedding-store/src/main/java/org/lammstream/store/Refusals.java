package org.lammstream.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says what a store has in place of what was asked for. */
final class Refusals {

  private static final int NAMES_SHOWN = 10;

  private final StoreReader reader;

  Refusals(StoreReader reader) {
    this.reader = reader;
  }

  UnknownVersionException unknownLearner(String learner) {
    Collection<String> names = reader.learners();
    return new UnknownVersionException(
        "there is no learner \""
            + learner
            + "\"; "
            + (names.isEmpty() ? "the store is empty" : "the store has " + list(names)));
  }

  UnknownVersionException unknownVersion(String learner, int number) {
    int last = reader.knownLearner(learner).last();
    return new UnknownVersionException(
        "learner \""
            + learner
            + "\" has no version "
            + number
            + "; it has "
            + (last == 1 ? "1" : "1.." + last));
  }

  UnknownVersionException unknownAlias(String learner, String name) {
    Collection<String> names = new TreeSet<>(reader.knownLearner(learner).aliases().keySet());
    return new UnknownVersionException(
        "learner \""
            + learner
            + "\" has no alias \""
            + name
            + "\"; it has "
            + (names.isEmpty() ? "none" : list(names)));
  }

  PrunedVersionException pruned(String learner, VersionRecord record) {
    List<Integer> readable = new ArrayList<>();
    reader.eachRecord(
        learner,
        version -> {
          if (version.pruned().isEmpty()) {
            readable.add(version.number());
          }
        });
    return new PrunedVersionException(
        "version "
            + record.number()
            + " of learner \""
            + learner
            + "\" was pruned at "
            + record.prunedAt()
            + "; versions that can be read: "
            + NumberList.describe(readable));
  }

  private static String list(Collection<String> names) {
    String shown =
        names.stream()
            .limit(NAMES_SHOWN)
            .map(name -> "\"" + name + "\"")
            .collect(Collectors.joining(", "));
    return names.size() <= NAMES_SHOWN
        ? shown
        : shown + " and " + (names.size() - NAMES_SHOWN) + " more";
  }
}
