package org.lammstream.manager.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.worker.FeatureCache;
import org.lammstream.manager.worker.ForwardingListener;
import org.lammstream.manager.worker.ImageLocations;
import org.lammstream.manager.worker.LearnerWorker;
import org.lammstream.manager.worker.RemoteImages;
import org.lammstream.manager.worker.WorkerSetup;
import org.lammstream.store.CellScore;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.Version;
import org.lammstream.store.VersionSummary;
import org.lammstream.stream.consume.Lease;
import org.lammstream.stream.consume.LostPartitionException;
import org.lammstream.stream.event.Provenance;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.sequence.Original;
import org.lammstream.stream.sequence.RecordedTask;
import org.lammstream.stream.sequence.SequenceEntry;
import org.lammstream.stream.sequence.SequenceFile;

/**
 * Learns recorded tasks once more, by the same worker that learns from a stream, and compares each
 * version with the one that the task once made. Sequence, store and model stay the caller's. Used
 * once, on one thread.
 */
public final class Replay {
  private final SequenceFile sequence;
  private final ReplayPlan plan;
  private final EmbeddingStore store;
  private final ClipModel model;
  private final Means means;
  private final ReplayListener listener;
  private final ImageHashes images;
  private final Map<Integer, Integer> numbers = new HashMap<>(); // originals' to those here
  private final Map<Integer, List<String>> changed = new TreeMap<>(); // images, by place
  private final List<VersionCheck> checks = new ArrayList<>();

  /**
   * With what is replayed.
   *
   * @param outlet where results are published; empty publishes none
   * @param imageRoots folders under which referenced images may lie; none forbids them all
   * @param remoteImages from where images may be fetched over the network
   * @param features cache of image features
   * @param codeVersion version of this program, for the provenance
   * @param stopAtDifference whether a version that differs from its original ends the replay
   */
  public record Means(
      Optional<WorkerSetup.Outlet> outlet,
      List<Path> imageRoots,
      RemoteImages remoteImages,
      FeatureCache features,
      String codeVersion,
      boolean stopAtDifference) {
    /** Copies the list. */
    public Means {
      imageRoots = List.copyOf(imageRoots);
    }
  }

  /** A replay into a store that is empty, or holds the beginning of this very replay. */
  public Replay(
      SequenceFile sequence,
      ReplayPlan plan,
      EmbeddingStore store,
      ClipModel model,
      Means means,
      ReplayListener listener) {
    this.sequence = sequence;
    this.plan = plan;
    this.store = store;
    this.model = model;
    this.means = means;
    this.listener = listener;
    this.images = new ImageHashes(new ImageLocations(means.imageRoots(), means.remoteImages()));
  }

  /**
   * Replays to the end of the plan.
   *
   * @return the comparisons with the original versions that are known, in the order of the plan;
   *     none unless the plan is faithful
   * @throws ReplayException if the store holds something else, a task that was learned once is
   *     refused now, or a version differs and that is to end the replay
   * @throws InterruptedException if the thread is interrupted; what was learned is in the store
   */
  public List<VersionCheck> run() throws IOException, InterruptedException {
    StoredPart stored = StoredPart.of(store, plan, model.sha256());
    if (!stored.versions().isEmpty()) {
      listener.resumed(stored.versions(), plan.tasks().size() - stored.next());
    }
    for (int i = 0; i < stored.versions().size(); i++) {
      VersionSummary version = stored.versions().get(i);
      check(
          stored.places().get(i),
          version.number(),
          version.embeddingsSha256(),
          version.provenance());
    }
    Learned learned = new Learned(listener);
    WorkerSetup setup =
        new WorkerSetup(
            means.outlet(),
            means.imageRoots(),
            means.remoteImages(),
            means.features(),
            plan.conditions(),
            means.codeVersion());
    try (LearnerWorker worker =
        new LearnerWorker(store, model, setup, learned, Clock.systemUTC())) {
      worker.publishOutbox();
      for (int place = stored.next(); place < plan.tasks().size(); place++) {
        learn(worker, learned, place);
      }
    }
    return List.copyOf(checks);
  }

  private void learn(LearnerWorker worker, Learned learned, int place)
      throws IOException, InterruptedException {
    SequenceEntry entry = plan.tasks().get(place);
    RecordedTask task = sequence.read(entry);
    List<String> others = images.changed(task);
    changed.put(place, others);
    if (!others.isEmpty()) {
      listener.notice(
          "task '%s': %d of %d images are not what was recorded or cannot be read here, the first is %s"
              .formatted(
                  entry.task(),
                  others.size(),
                  task.images().size(),
                  ImageLocations.shown(others.get(0))));
    }
    continueFrom(entry);
    learned.version = Optional.empty();
    try {
      worker.process(task.delivery(plan.position(place)), Lease.unshared());
    } catch (LostPartitionException e) {
      throw new IllegalStateException("an unshared lease cannot be lost", e);
    } catch (RejectedEventException e) {
      refused(entry, e, isOfThisPlace(e.rejection().reason(), task.event(), others));
      return;
    }
    Version version =
        learned.version.orElseThrow(
            () ->
                new ReplayException(
                    "task '%s' is settled in %s, but no version of it is there; choose another --output"
                        .formatted(entry.task(), store.directory())));
    check(place, version.number(), version.embeddingsSha256(), version.provenance());
  }

  /** What the live worker did with a task that it could not learn: it went on with the next. */
  private void refused(SequenceEntry entry, RejectedEventException e, boolean ofThisPlace) {
    String reason = e.rejection().reason() + ": " + e.rejection().message();
    boolean learnedOnce = plan.original(entry).isPresent();
    if (learnedOnce || ofThisPlace) {
      throw new ReplayException(
          "task '%s' %s refused now (%s); the tasks before it are kept in %s, and the same command%s goes on from there"
              .formatted(
                  entry.task(),
                  learnedOnce ? "was learned once but is" : "is",
                  reason,
                  store.directory(),
                  e.rejection().reason() == Rejection.Reason.FORBIDDEN_LOCATION
                      ? " with --image-root FOLDER or --image-host HOST"
                      : ""),
          e);
    }
    listener.notice("task '%s' is left out, it is refused (%s)".formatted(entry.task(), reason));
  }

  /** Whether an image is missing or another one here, which says nothing about the task itself. */
  private boolean isOfThisPlace(
      Rejection.Reason reason, TaskEvent event, List<String> changedImages) {
    return reason == Rejection.Reason.FORBIDDEN_LOCATION
        || (reason == Rejection.Reason.UNREADABLE_IMAGE
            && (!changedImages.isEmpty()
                || images.of(event).size() < ImageHashes.references(event).size()));
  }

  /**
   * Moves the head to where the task's version belongs: behind the last, or to a branch. There a
   * rollback had moved it, and the champion with it.
   */
  private void continueFrom(SequenceEntry entry) {
    OptionalInt head = store.head(plan.learner());
    if (head.isEmpty()) {
      return;
    }
    int last = store.nextVersion(plan.learner()) - 1;
    int wanted = plan.followsBranches() ? parent(entry).orElse(last) : last;
    if (wanted != head.getAsInt()) {
      store.rollback(plan.learner(), wanted, true);
    }
  }

  private OptionalInt parent(SequenceEntry entry) {
    Integer here =
        plan.original(entry)
            .flatMap(
                original ->
                    original.parent().isPresent()
                        ? Optional.of(original.parent().getAsInt())
                        : Optional.empty())
            .map(numbers::get)
            .orElse(null);
    return here == null ? OptionalInt.empty() : OptionalInt.of(here);
  }

  private void check(int place, int number, String sha256, Provenance provenance)
      throws IOException {
    SequenceEntry entry = plan.tasks().get(place);
    Optional<Original> known = plan.original(entry);
    if (known.isEmpty()) {
      return;
    }
    Original original = known.get();
    numbers.put(original.version(), number);
    if (!plan.isFaithful()) {
      return; // what is learned otherwise is not to be equal
    }
    List<String> causes =
        sha256.equals(original.embeddingsSha256())
            ? List.of()
            : Causes.of(original.provenance(), provenance, before(original), changedUpTo(place));
    VersionCheck check = new VersionCheck(entry.task(), number, sha256, original, causes);
    if (!check.isEqual() && means.stopAtDifference()) {
      throw new ReplayException(
          "%s. The %d versions before it are equal and kept in %s"
              .formatted(check.difference(), checks.size(), store.directory()));
    }
    checks.add(check);
    listener.checked(check);
  }

  /** Images changed so far: those of earlier tasks live on in the versions, as prototypes. */
  private List<String> changedUpTo(int place) throws IOException {
    List<String> all = new ArrayList<>();
    for (int i = 0; i <= place; i++) {
      if (!changed.containsKey(i)) { // learned by an earlier attempt
        changed.put(i, images.changed(sequence.read(plan.tasks().get(i))));
      }
      all.addAll(changed.getOrDefault(i, List.of()));
    }
    return all;
  }

  /** What is different in the versions before this one. */
  private Optional<String> before(Original original) {
    Optional<VersionCheck> earlier = checks.stream().filter(check -> !check.isEqual()).findFirst();
    if (earlier.isPresent()) {
      return earlier.map(
          check ->
              "another version before it (version %d, task '%s', differs already)"
                  .formatted(check.version(), check.task()));
    }
    boolean known =
        original.parent().isEmpty() || numbers.containsKey(original.parent().getAsInt());
    return known
        ? Optional.empty()
        : Optional.of(
            "other tasks before it (the original continued version %d, which is not in this replay)"
                .formatted(original.parent().getAsInt()));
  }

  /** Remembers the last version. */
  private static final class Learned extends ForwardingListener {
    private Optional<Version> version = Optional.empty();

    Learned(ReplayListener next) {
      super(next);
    }

    @Override
    public void versionCommitted(
        Version made, String eventId, List<CellScore> cells, Map<String, Double> seconds) {
      version = Optional.of(made);
      super.versionCommitted(made, eventId, cells, seconds);
    }
  }
}
