package org.lammstream.manager.forget;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.FeatureKey;
import org.lammstream.store.TestSet;
import org.lammstream.store.VersionSummary;
import org.lammstream.stream.event.Provenance;

/**
 * Where something is left of what a learner forgot.
 *
 * @param versions numbers of older versions that have one of the classes, pruned ones not among
 *     them
 * @param testFeatures how many features of test examples older versions keep
 * @param pixels whether they keep the test images, too
 * @param features those in the cache that nothing else uses
 * @param shared how many in the cache something else uses
 * @param events of the tasks that brought examples: {@code topic partition@offset} by task
 */
public record Remains(
    List<Integer> versions,
    int testFeatures,
    boolean pixels,
    Set<FeatureKey> features,
    int shared,
    Map<String, String> events) {

  /** Copies the collections. */
  public Remains {
    versions = List.copyOf(versions);
    features = Set.copyOf(features);
    events = Collections.unmodifiableMap(new TreeMap<>(events));
  }

  /** Looks for it. */
  public static Remains of(Forgetter forgetter, ForgetPlan plan) {
    EmbeddingStore store = forgetter.store();
    Provenance from = forgetter.head().provenance();
    String learner = forgetter.head().learner();
    Contents contents = contents(forgetter, plan);
    String view = FeatureKey.meanOf(LearnerConfiguration.recordedViews(from.configuration()));
    Set<FeatureKey> own = new HashSet<>();
    int shared = 0;
    for (String content : contents.own()) {
      FeatureKey key = new FeatureKey(from.checkpointSha256(), content, view);
      if (store.feature(key).isPresent()) {
        if (contents.others().contains(content)) {
          shared++;
        } else {
          own.add(key);
        }
      }
    }
    int tests = 0;
    Map<String, String> events = new HashMap<>();
    List<TestSet> testSets = forgetter.history().allTestSets();
    List<VersionSummary> learned =
        forgetter.history().lineage().stream()
            .filter(version -> version.forgetting().isEmpty())
            .toList();
    for (int i = 0; i < learned.size(); i++) {
      TestSet set = testSets.get(i);
      if (set.classes().stream().anyMatch(label -> plan.takes(set.task(), label))) {
        Provenance event = learned.get(i).provenance();
        events.put(
            set.task(),
            "%s %d@%d, event %s"
                .formatted(event.topic(), event.partition(), event.offset(), event.eventId()));
      }
      tests += (int) set.labels().stream().filter(label -> plan.takes(set.task(), label)).count();
    }
    boolean pixels = learned.stream().anyMatch(VersionSummary::promptedTests);
    return new Remains(holders(store, learner, plan), tests, pixels, own, shared, events);
  }

  /** Digests of images: of what is forgotten, and of everything else. */
  private record Contents(Set<String> own, Set<String> others) {}

  /** What the same branch forgot earlier is neither. */
  private static Contents contents(Forgetter forgetter, ForgetPlan plan) {
    Contents contents = new Contents(new HashSet<>(), new HashSet<>());
    for (LiveExamples.Live live : forgetter.examples().all()) {
      boolean goes = plan.takes(live.task(), live.example().label());
      Set<String> to = goes ? contents.own() : contents.others();
      live.example().contentSha256().ifPresent(to::add);
    }
    String learner = forgetter.head().learner();
    Set<Integer> branch = new HashSet<>();
    forgetter.history().lineage().forEach(version -> branch.add(version.number()));
    forgetter
        .store()
        .images()
        .visit(
            (name, version, example) -> {
              if (!name.equals(learner) || !branch.contains(version)) {
                example.contentSha256().ifPresent(contents.others()::add);
              }
            });
    return contents;
  }

  /** Which classes a version has follows from what came and went on the way to it. */
  private static List<Integer> holders(EmbeddingStore store, String learner, ForgetPlan plan) {
    Map<Integer, Set<String>> has = new HashMap<>();
    List<Integer> holders = new ArrayList<>();
    for (VersionSummary version : store.versions(learner)) {
      Set<String> classes = new HashSet<>(has.getOrDefault(version.parent().orElse(0), Set.of()));
      version.newClasses().stream().filter(plan.classes()::contains).forEach(classes::add);
      version.forgetting().ifPresent(what -> classes.removeAll(what.classes()));
      has.put(version.number(), classes);
      boolean counted = plan.tasks().contains(version.task());
      if ((!classes.isEmpty() || counted) && version.prunedAt().isEmpty()) {
        holders.add(version.number());
      }
    }
    return holders;
  }
}
