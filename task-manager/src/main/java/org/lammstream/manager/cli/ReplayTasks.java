package org.lammstream.manager.cli;

import java.util.List;
import java.util.Optional;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.replay.Originals;
import org.lammstream.stream.event.Provenance;
import org.lammstream.stream.sequence.Original;
import org.lammstream.stream.sequence.SequenceEntry;
import org.lammstream.stream.sequence.SequenceFile;

/**
 * The tasks of a sequence with the originals they are compared with, and what these ask for.
 *
 * @param source where the sequence is, for people
 * @param entries in the order of the sequence
 */
record ReplayTasks(String source, List<SequenceEntry> entries) {
  ReplayTasks {
    entries = List.copyOf(entries);
  }

  /** The tasks; originals that are given take the place of those in the sequence. */
  static ReplayTasks of(SequenceFile sequence, Optional<Originals> originals) {
    List<SequenceEntry> entries =
        sequence.entries().stream()
            .map(
                entry ->
                    originals
                        .map(known -> with(entry, known.version(entry.eventId())))
                        .orElse(entry))
            .toList();
    if (entries.isEmpty()) {
      throw new JobException(sequence.path() + ": holds no task");
    }
    return new ReplayTasks(sequence.path().toString(), entries);
  }

  private static SequenceEntry with(SequenceEntry entry, Optional<Original> original) {
    return new SequenceEntry(
        entry.line(),
        entry.eventId(),
        entry.task(),
        entry.classes(),
        entry.train(),
        entry.test(),
        entry.configuration(),
        entry.position(),
        original,
        entry.place());
  }

  private static Optional<Provenance> provenance(SequenceEntry entry) {
    return entry.original().flatMap(Original::provenance);
  }

  /**
   * Whether the tasks were learned with another checkpoint than this.
   *
   * @throws JobException if they were, and that is not wanted
   */
  boolean isForeign(ClipModel model, boolean wanted) {
    Optional<Provenance> other =
        entries.stream()
            .flatMap(entry -> provenance(entry).stream())
            .filter(made -> !made.checkpointSha256().equals(model.sha256()))
            .findFirst();
    if (other.isPresent() && !wanted) {
      throw new JobException(
          "the tasks were learned with checkpoint %s (sha256 %.12s), this is %s (%.12s), so no version can be equal; give that checkpoint, or --other-checkpoint to see what this one makes of them. Nothing was replayed"
              .formatted(
                  other.get().checkpointName(),
                  other.get().checkpointSha256(),
                  model.name(),
                  model.sha256()));
    }
    return other.isPresent();
  }

  /**
   * Checks that there is something to compare with.
   *
   * @throws JobException if no original is known
   */
  void requireOriginals() {
    if (entries.stream().allMatch(entry -> entry.original().isEmpty())) {
      throw new JobException(
          "--verify: %s tells of no original version; --against STORE takes them from a store"
              .formatted(source));
    }
  }

  /** A line about tasks of which it is not known how they were learned, if there are any. */
  Optional<String> gaps() {
    long unknown = entries.stream().filter(entry -> provenance(entry).isEmpty()).count();
    return unknown == 0
        ? Optional.empty()
        : Optional.of(
            "of %d of %d tasks it is not recorded how they were learned: they are learned with --worker-set and --worker-seed, or the defaults"
                .formatted(unknown, entries.size()));
  }
}
