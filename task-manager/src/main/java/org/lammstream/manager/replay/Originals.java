package org.lammstream.manager.replay;

import static java.util.stream.Collectors.toMap;

import java.util.Map;
import java.util.Optional;
import org.lammstream.manager.worker.LearnerWorker;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.VersionSummary;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.consume.TaskDelivery;
import org.lammstream.stream.event.Provenance;
import org.lammstream.stream.sequence.Original;
import org.lammstream.stream.sequence.PastResults;

/** What is known of what became of one learner's tasks. */
public interface Originals {
  /** Nothing is known. */
  Originals NONE =
      new Originals() {
        @Override
        public Optional<Original> version(String eventId) {
          return Optional.empty();
        }

        @Override
        public Optional<String> refusal(TaskDelivery delivery) {
          return Optional.empty();
        }
      };

  /** The version that a task made. */
  Optional<Original> version(String eventId);

  /** Why this delivery of a task was refused; another delivery of it may have been learned. */
  Optional<String> refusal(TaskDelivery delivery);

  /** What the results topic tells. */
  static Originals of(PastResults results) {
    return new Originals() {
      @Override
      public Optional<Original> version(String eventId) {
        return results.version(eventId);
      }

      @Override
      public Optional<String> refusal(TaskDelivery delivery) {
        return results.refusal(delivery.eventId()).filter(reason -> !isLearned(delivery));
      }

      /** Whether a version was made, and not of a later delivery than this one. */
      private boolean isLearned(TaskDelivery delivery) {
        Optional<Original> made = version(delivery.eventId());
        Optional<Provenance> from = made.flatMap(Original::provenance);
        return made.isPresent()
            && !from.filter(there -> isBefore(delivery.position(), there)).isPresent();
      }
    };
  }

  private static boolean isBefore(SourcePosition here, Provenance there) {
    return here.partition().equals(new SourcePartition(there.topic(), there.partition()))
        && here.offset() < there.offset();
  }

  /**
   * What a store holds.
   *
   * @throws ReplayException if it does not know the learner
   */
  static Originals in(EmbeddingStore store, String learner) {
    if (!store.learners().contains(learner)) {
      throw new ReplayException(
          "%s has no learner '%s'; it has: %s"
              .formatted(store.directory(), learner, String.join(", ", store.learners())));
    }
    Map<String, Original> versions =
        store.versions(learner).stream()
            .collect(
                toMap(
                    version -> version.provenance().eventId(),
                    Originals::original,
                    (first, second) -> first));
    return new Originals() {
      @Override
      public Optional<Original> version(String eventId) {
        return Optional.ofNullable(versions.get(eventId));
      }

      @Override
      public Optional<String> refusal(TaskDelivery delivery) {
        return LearnerWorker.isDeadLetter(store, learner, delivery.sourceId())
            ? Optional.of("it is among the dead letters of " + store.directory())
            : Optional.empty();
      }
    };
  }

  private static Original original(VersionSummary version) {
    return new Original(
        version.number(),
        version.parent(),
        version.embeddingsSha256(),
        Optional.of(version.provenance()));
  }
}
