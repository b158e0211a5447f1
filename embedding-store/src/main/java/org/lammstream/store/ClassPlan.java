package org.lammstream.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lammstream.store.ClassEntries.Reference;

/**
 * Where each class entry of a new version is stored: shared with the parent if nothing of it
 * changed, otherwise written with the new version. A class keeps its id along a branch.
 */
final class ClassPlan {

  private final int version;
  private final List<Reference> references = new ArrayList<>();
  private int nextClassId;

  /**
   * Compares a version with its parent, entry by entry.
   *
   * @param parent the parent's manifest, empty if there is no parent
   * @param entries where the parent's entries are read
   * @param nextClassId id for the first class that the parent has not
   */
  ClassPlan(Version version, Manifest parent, ClassEntries entries, int nextClassId) {
    this.version = version.number();
    this.nextClassId = nextClassId;
    Map<String, ClassEmbedding> wanted =
        version.classes().stream()
            .collect(Collectors.toMap(ClassEmbedding::name, Function.identity()));
    Map<String, Reference> known = new HashMap<>();
    entries.visit(
        parent,
        (reference, old) -> {
          boolean unchanged = old.equals(wanted.get(old.name()));
          known.put(
              old.name(), unchanged ? reference : new Reference(reference.classId(), this.version));
        });
    for (ClassEmbedding entry : version.classes()) {
      Reference reference = known.get(entry.name());
      references.add(
          reference != null ? reference : new Reference(this.nextClassId++, this.version));
    }
  }

  /** One reference for each class of the version, in order. */
  List<Reference> references() {
    return references;
  }

  /** Whether the entry is to be written with the new version. */
  boolean isWritten(Reference reference) {
    return reference.version() == version;
  }

  int nextClassId() {
    return nextClassId;
  }

  Manifest manifest() {
    return Manifest.ofReferences(references);
  }
}
