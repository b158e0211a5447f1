package org.lammstream.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lammstream.store.ClassEntries.Reference;
import org.lammstream.store.VersionRecord.Run;

/** Where each class entry of a version is stored, in the order of its classes. Immutable. */
final class Manifest {

  static final Manifest EMPTY = new Manifest(new LinkedHashMap<>());

  /** Id of each class → version that wrote its entry; keeps the order of the classes. */
  private final Map<Integer, Integer> writers;

  private Manifest(Map<Integer, Integer> writers) {
    this.writers = writers;
  }

  static Manifest of(List<Run> runs) {
    return EMPTY.with(List.of(runs));
  }

  static Manifest ofReferences(List<Reference> references) {
    Map<Integer, Integer> writers = new LinkedHashMap<>();
    references.forEach(reference -> writers.put(reference.classId(), reference.version()));
    return new Manifest(writers);
  }

  /**
   * This manifest after some changes, one after the other: known classes keep their place and get
   * the new entry, others follow in the order given.
   */
  Manifest with(Collection<List<Run>> changes) {
    Map<Integer, Integer> changed = new LinkedHashMap<>(writers);
    for (List<Run> runs : changes) {
      for (Run run : runs) {
        for (int classId = run.first(); classId < run.first() + run.count(); classId++) {
          changed.put(classId, run.version());
        }
      }
    }
    return new Manifest(changed);
  }

  int size() {
    return writers.size();
  }

  /** All entries. */
  List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    writers.forEach((classId, version) -> append(runs, classId, version));
    return runs;
  }

  /** The entries that one version wrote. */
  List<Run> runsOf(int version) {
    List<Run> runs = new ArrayList<>();
    for (Map.Entry<Integer, Integer> entry : writers.entrySet()) {
      if (entry.getValue() == version) {
        append(runs, entry.getKey(), version);
      }
    }
    return runs;
  }

  private static void append(List<Run> runs, int classId, int version) {
    int end = runs.size() - 1;
    Run last = end < 0 ? new Run(0, 0, 0) : runs.get(end);
    if (last.version() == version && last.first() + last.count() == classId) {
      runs.set(end, new Run(last.first(), last.count() + 1, version));
    } else {
      runs.add(new Run(classId, 1, version));
    }
  }

  /** Two are equal when their classes are in the same order, too. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Manifest that
        && List.copyOf(writers.entrySet()).equals(List.copyOf(that.writers.entrySet()));
  }

  @Override
  public int hashCode() {
    return writers.hashCode();
  }
}
