package org.lammstream.manager.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lammstream.manager.replay.RecordedFood.LEARNER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.worker.FeatureCache;
import org.lammstream.store.Aliases;
import org.lammstream.store.CellScore;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.FeatureKey;
import org.lammstream.store.Version;
import org.lammstream.store.VersionSummary;
import org.lammstream.stream.event.Provenance;
import org.lammstream.stream.sequence.Original;
import org.lammstream.stream.sequence.SequenceFile;

/** A real store, a small but whole checkpoint, real images. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayTest {
  private final RecordedFood food;

  ReplayTest(@TempDir Path folder) {
    food = new RecordedFood(folder);
  }

  @AfterAll
  void close() {
    food.close();
  }

  @Test
  void theSameTasksGiveTheSameVersionsAndPositions(@TempDir Path folder) throws Exception {
    try (SequenceFile sequence = food.record("same.jsonl");
        EmbeddingStore store = EmbeddingStore.open(folder)) {
      List<VersionCheck> checks =
          food.replay(sequence, WhatIf.NOTHING, store, new ReplayListener() {});

      assertThat(checks).hasSize(5).allMatch(VersionCheck::isEqual);
      assertThat(RecordedFood.digests(store)).isEqualTo(food.originalDigests());
      assertThat(store.nextOffset(RecordedFood.PARTITION)).hasValue(41);
      assertThat(store.outbox(10)).isEmpty();
      assertThat(store.isApplied(LEARNER, "event-4")).isTrue();
      List<VersionSummary> versions = store.versions(LEARNER);
      assertThat(versions.get(2).provenance().configuration()).containsEntry("epochs", "2");
      assertThat(versions.get(3).provenance().configuration()).containsEntry("epochs", "3");
      assertThat(versions.get(3).provenance().codeVersion()).isEqualTo("other-code");
    }
  }

  @Test
  void aContextThatTrainedCountsInWhatIsCompared(@TempDir Path folder) throws Exception {
    assertPromptsCount(folder, Map.of("method", "coop", "head", "none", "replay", "prototypes"));
  }

  /** What was recorded has a head, views and replay, which this method cannot have. */
  @Test
  void aWhatIfMayTrainPromptsOfBothTowers(@TempDir Path folder) throws Exception {
    assertPromptsCount(folder, Map.of("method", "maple+lamm", "epochs", "1"));
  }

  @Test
  void aSettingThatCannotBeIsFoundBeforeAnythingIsLearned() throws Exception {
    try (SequenceFile sequence = food.record("impossible.jsonl", false, 0, 1)) {
      ReplayPlan.Fallback maple = new ReplayPlan.Fallback(Map.of("method", "maple"), 7);
      assertThatThrownBy(
              () ->
                  ReplayPlan.of(
                      LEARNER, sequence.entries(), WhatIf.parse("head=ridge"), maple, false))
          .isInstanceOf(ReplayException.class)
          .hasMessageContainingAll("'head=ridge': task", "leaves no choice; use none");
    }
  }

  private void assertPromptsCount(Path folder, Map<String, String> settings) throws Exception {
    List<String> digests = digests(folder.resolve("one"), settings, OptionalLong.empty());
    assertThat(digests(folder.resolve("same"), settings, OptionalLong.empty())).isEqualTo(digests);
    assertThat(digests(folder.resolve("other"), settings, OptionalLong.of(99)).get(0))
        .isNotEqualTo(digests.get(0));
  }

  private List<String> digests(Path folder, Map<String, String> settings, OptionalLong seed)
      throws Exception {
    WhatIf whatIf = new WhatIf(settings, seed, new TaskOrder.Recorded(), List.of());
    try (SequenceFile sequence = food.record(folder.getFileName() + ".jsonl");
        EmbeddingStore store = EmbeddingStore.open(folder)) {
      food.replay(sequence, whatIf, store, new ReplayListener() {});
      assertThat(store.version(LEARNER, 1).prompts()).isPresent();
      return RecordedFood.digests(store);
    }
  }

  @Test
  void withoutOriginalsTheWorkersSettingsMakeTheSameVersions(@TempDir Path folder)
      throws Exception {
    try (SequenceFile sequence = food.record("unknown.jsonl", false, 0, 1, 2, 3, 4);
        EmbeddingStore store = EmbeddingStore.open(folder)) {
      ReplayPlan plan =
          ReplayPlan.of(
              LEARNER,
              sequence.entries(),
              WhatIf.NOTHING,
              new ReplayPlan.Fallback(RecordedFood.WORKER, 7),
              true);
      Replay.Means means = food.means(FeatureCache.in(store), true);

      assertThat(
              new Replay(sequence, plan, store, food.model, means, new ReplayListener() {}).run())
          .isEmpty();
      assertThat(RecordedFood.digests(store)).isEqualTo(food.originalDigests());
      assertThat(plan.seed()).isEqualTo(7);
    }
  }

  @Test
  void aReplayThatWasInterruptedGoesOnWhereItWas(@TempDir Path folder) throws Exception {
    try (SequenceFile sequence = food.record("resume.jsonl")) {
      try (EmbeddingStore store = EmbeddingStore.open(folder)) {
        ReplayListener interrupter =
            new ReplayListener() {
              @Override
              public void versionCommitted(
                  Version version, String event, List<CellScore> cells, Map<String, Double> time) {
                if (version.number() == 2) {
                  Thread.currentThread().interrupt();
                }
              }
            };
        assertThatThrownBy(() -> food.replay(sequence, WhatIf.NOTHING, store, interrupter))
            .isInstanceOf(InterruptedException.class);
        assertThat(store.versions(LEARNER)).hasSize(2);
      }
      try (EmbeddingStore store = EmbeddingStore.open(folder)) {
        List<String> heard = new ArrayList<>();
        ReplayListener listener =
            new ReplayListener() {
              @Override
              public void resumed(List<VersionSummary> versions, int left) {
                heard.add(versions.size() + " there, " + left + " left");
              }

              @Override
              public void versionCommitted(
                  Version version, String event, List<CellScore> cells, Map<String, Double> time) {
                heard.add("version " + version.number());
              }
            };
        assertThat(food.replay(sequence, WhatIf.NOTHING, store, listener))
            .hasSize(5)
            .allMatch(VersionCheck::isEqual);
        assertThat(heard).containsExactly("2 there, 3 left", "version 3", "version 4", "version 5");
        assertThat(RecordedFood.digests(store)).isEqualTo(food.originalDigests());
      }
    }
  }

  @Test
  void aStoreWithSomethingElseIsRefused(@TempDir Path folder) throws Exception {
    try (SequenceFile sequence = food.record("else.jsonl");
        SequenceFile rest = food.record("rest.jsonl", true, 1, 0, 2);
        EmbeddingStore store = EmbeddingStore.open(folder)) {
      food.replay(sequence, WhatIf.parse("epochs=1"), store, new ReplayListener() {});

      assertRefused(sequence, "epochs=2", store, "with other settings or another seed");
      assertRefused(sequence, "epochs=1,seed=3", store, "with other settings or another seed");
      assertRefused(sequence, "epochs=1,order=reversed", store, "is not of task 'task-5'");
      assertRefused(rest, "epochs=1", store, "version 4 (task 'task-4')", "does not come to");
      assertThat(store.versions(LEARNER)).hasSize(5);
    }
  }

  private void assertRefused(
      SequenceFile sequence, String whatIf, EmbeddingStore store, String... words) {
    assertThatThrownBy(
            () -> food.replay(sequence, WhatIf.parse(whatIf), store, new ReplayListener() {}))
        .isInstanceOf(ReplayException.class)
        .hasMessageContainingAll("choose another --output")
        .hasMessageContainingAll(words);
  }

  @Test
  void imagesAreEncodedOnceForAllVariants(@TempDir Path folder) throws Exception {
    try (SequenceFile sequence = food.record("once.jsonl");
        EmbeddingStore base = EmbeddingStore.open(folder.resolve("base"))) {
      Counting cache = new Counting(FeatureCache.in(base));
      replay(sequence, WhatIf.NOTHING, base, cache);
      assertThat(cache.encoded).doesNotHaveDuplicates().hasSize(40);
      for (String variant : List.of("old=frozen", "epochs=1,order=reversed", "without=task-4")) {
        WhatIf whatIf = WhatIf.parse(variant);
        try (EmbeddingStore side = EmbeddingStore.open(folder.resolve(whatIf.name()))) {
          replay(sequence, whatIf, side, cache);
          assertThat(side.versions(LEARNER)).hasSize(variant.startsWith("without") ? 4 : 5);
          assertThat(RecordedFood.digests(side)).isNotEqualTo(food.originalDigests());
        }
      }
      assertThat(cache.encoded).hasSize(40);
      assertThat(RecordedFood.digests(base)).isEqualTo(food.originalDigests());
    }
  }

  private void replay(
      SequenceFile sequence, WhatIf whatIf, EmbeddingStore store, FeatureCache features)
      throws IOException, InterruptedException {
    new Replay(
            sequence,
            RecordedFood.plan(sequence, whatIf),
            store,
            food.model,
            food.means(features, false),
            new ReplayListener() {})
        .run();
  }

  /** Notes every image that the encoder made a feature of. */
  private static final class Counting implements FeatureCache {
    private final FeatureCache cache;
    private final List<String> encoded = new ArrayList<>();

    Counting(FeatureCache cache) {
      this.cache = cache;
    }

    @Override
    public Optional<float[]> feature(FeatureKey key) {
      return cache.feature(key);
    }

    @Override
    public void put(Map<FeatureKey, float[]> features) {
      features.keySet().forEach(key -> encoded.add(key.contentSha256()));
      cache.put(features);
    }
  }

  @Test
  void aVariantLearnsInItsOrderFromPositionsOfNoTopic(@TempDir Path folder) throws Exception {
    try (SequenceFile sequence = food.record("order.jsonl");
        EmbeddingStore store = EmbeddingStore.open(folder)) {
      WhatIf whatIf = WhatIf.parse("order=reversed,without=task-3");
      assertThat(food.replay(sequence, whatIf, store, new ReplayListener() {})).isEmpty();

      assertThat(store.versions(LEARNER))
          .extracting(VersionSummary::task)
          .containsExactly("task-5", "task-4", "task-2", "task-1");
      assertThat(store.nextOffset(RecordedFood.PARTITION)).isEmpty();
      assertThat(store.versions(LEARNER).get(1).provenance().topic()).isEqualTo("replay");
    }
  }

  /** Its own class is as easy as before, but the later versions rehearse what it looks like. */
  @Test
  void aChangedImageIsNamedAsTheCause(@TempDir Path folder) throws Exception {
    try (RecordedFood changed = new RecordedFood(folder);
        SequenceFile sequence = changed.record("changed.jsonl");
        EmbeddingStore store = EmbeddingStore.open(folder.resolve("store"))) {
      Path image = changed.image(2, 1);
      Files.copy(changed.image(3, 1), image, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      Replay.Means verify = changed.means(FeatureCache.in(store), true);
      ReplayPlan plan = RecordedFood.plan(sequence, WhatIf.NOTHING);
      List<String> notices = new ArrayList<>();
      ReplayListener listener =
          new ReplayListener() {
            @Override
            public void notice(String line) {
              notices.add(line);
            }
          };

      assertThatThrownBy(
              () -> new Replay(sequence, plan, store, changed.model, verify, listener).run())
          .isInstanceOf(ReplayException.class)
          .hasMessageContaining("version 3 (task 'task-3') differs from the original version 3")
          .hasMessageContaining("likely cause: changed images (1 are not what was recorded")
          .hasMessageContaining("plum/1.png")
          .hasMessageContaining("different too: another code version (original-code then")
          .hasMessageContaining("The 2 versions before it are equal");
      assertThat(notices)
          .singleElement()
          .asString()
          .contains("task 'task-3': 1 of 8 images are not what was recorded");

      // Without verifying, all are compared, and the later ones differ because this one does.
      try (EmbeddingStore other = EmbeddingStore.open(folder.resolve("other"))) {
        List<VersionCheck> checks =
            changed.replay(sequence, WhatIf.NOTHING, other, new ReplayListener() {});
        assertThat(checks)
            .extracting(VersionCheck::isEqual)
            .containsExactly(true, true, false, false, false);
        assertThat(checks.get(4).causes().get(0))
            .isEqualTo("another version before it (version 3, task 'task-3', differs already)");
        assertThat(checks.get(4).causes().get(1))
            .as("images of a task before it")
            .startsWith("changed images (1 are not what was recorded");
      }

      Files.delete(image);
      assertThatThrownBy(
              () ->
                  changed.replay(
                      sequence,
                      WhatIf.NOTHING,
                      EmbeddingStore.open(folder.resolve("third")),
                      new ReplayListener() {}))
          .isInstanceOf(ReplayException.class)
          .hasMessageContaining("task 'task-3' was learned once but is refused now")
          .hasMessageContaining("no such file")
          .hasMessageContaining("the same command goes on from there");
    }
  }

  @Test
  void aRecordingFromBeforeSomeSettingsComesToItsVersionsWhateverTheDefaultsAre(
      @TempDir Path folder) throws Exception {
    try (RecordedFood older = new RecordedFood(folder, RecordedFood.OLDER);
        SequenceFile sequence =
            older.record("older.jsonl", made -> Optional.of(older(made)), 0, 1, 2, 3, 4);
        EmbeddingStore store = EmbeddingStore.open(folder.resolve("store"))) {
      List<VersionCheck> checks =
          older.replay(sequence, WhatIf.NOTHING, store, new ReplayListener() {});
      assertThat(checks).hasSize(5).allMatch(VersionCheck::isEqual);
      assertThat(RecordedFood.digests(store)).isEqualTo(older.originalDigests());
    }
  }

  /** As a program told it that had not these settings yet. */
  private static Original older(Original made) {
    Provenance told = made.provenance().orElseThrow();
    Map<String, String> settings = new HashMap<>(told.configuration());
    assertThat(settings.keySet().removeAll(List.of("views", "head", "replay", "rivals", "method")))
        .isTrue();
    settings.remove("gate");
    return new Original(
        made.version(),
        made.parent(),
        made.embeddingsSha256(),
        Optional.of(
            new Provenance(
                told.eventId(),
                told.topic(),
                told.partition(),
                told.offset(),
                settings,
                told.seed(),
                told.checkpointName(),
                told.checkpointSha256(),
                told.codeVersion(),
                told.java(),
                told.os(),
                told.arch(),
                told.processor(),
                told.engine(),
                told.threads())));
  }

  @Test
  void tasksMissingBeforeAVersionAreNamedAsTheCause(@TempDir Path folder) throws Exception {
    try (SequenceFile later = food.record("later.jsonl", true, 2, 3);
        EmbeddingStore store = EmbeddingStore.open(folder)) {
      List<VersionCheck> checks =
          food.replay(later, WhatIf.NOTHING, store, new ReplayListener() {});
      assertThat(checks.get(0).causes().get(0))
          .startsWith("other tasks before it (the original continued version 2");
    }
  }

  @Test
  void aTaskThatNeverMadeAVersionIsLeftOutWhenItIsRefused(@TempDir Path folder) throws Exception {
    try (RecordedFood damaged = new RecordedFood(folder)) {
      Files.writeString(damaged.image(1, 0), "no image"); // and so it was recorded
      try (SequenceFile sequence = damaged.record("refused.jsonl", false, 0, 1, 2)) {
        for (int attempt = 0; attempt < 2; attempt++) { // the second finds everything done
          List<String> notices = new ArrayList<>();
          try (EmbeddingStore store = EmbeddingStore.open(folder.resolve("store"))) {
            damaged.replay(
                sequence,
                WhatIf.NOTHING,
                store,
                new ReplayListener() {
                  @Override
                  public void notice(String line) {
                    notices.add(line);
                  }
                });
            assertThat(store.versions(LEARNER))
                .extracting(VersionSummary::task)
                .containsExactly("task-1", "task-3");
          }
          if (attempt == 0) {
            assertThat(notices).anyMatch(line -> line.contains("'task-2' is left out"));
          }
        }
      }
    }
  }

  @Test
  void anImageThatIsMissingHereEndsTheReplayInsteadOfLeavingTheTaskOut(@TempDir Path folder)
      throws Exception {
    try (RecordedFood moved = new RecordedFood(folder);
        SequenceFile sequence = moved.record("moved.jsonl", false, 0, 1, 2);
        EmbeddingStore store = EmbeddingStore.open(folder.resolve("store"))) {
      byte[] image = Files.readAllBytes(moved.image(1, 0));
      Files.delete(moved.image(1, 0));
      assertThatThrownBy(
              () -> moved.replay(sequence, WhatIf.NOTHING, store, new ReplayListener() {}))
          .isInstanceOf(ReplayException.class)
          .hasMessageContaining("task 'task-2' is refused now (UNREADABLE_IMAGE")
          .hasMessageContaining("the same command goes on from there");
      assertThat(store.versions(LEARNER)).hasSize(1);
      Files.write(moved.image(1, 0), image);
      moved.replay(sequence, WhatIf.NOTHING, store, new ReplayListener() {});
      assertThat(store.versions(LEARNER))
          .extracting(VersionSummary::task)
          .containsExactly("task-1", "task-2", "task-3");
    }
  }

  @Test
  void branchesAreFollowed(@TempDir Path folder) throws Exception {
    try (RecordedFood branched = new RecordedFood(folder, 0, 0, 0, 1, 3);
        SequenceFile sequence = branched.record("branched.jsonl");
        EmbeddingStore store = EmbeddingStore.open(folder.resolve("store"))) {
      List<Integer> champions = new ArrayList<>();
      ReplayListener listener =
          new ReplayListener() {
            @Override
            public void versionCommitted(
                Version version, String event, List<CellScore> cells, Map<String, Double> time) {
              champions.add(store.alias(LEARNER, Aliases.CHAMPION).orElseThrow());
            }
          };
      assertThat(branched.replay(sequence, WhatIf.NOTHING, store, listener))
          .hasSize(5)
          .allMatch(VersionCheck::isEqual);
      assertThat(RecordedFood.digests(store)).isEqualTo(branched.originalDigests());
      assertThat(RecordedFood.parents(store))
          .containsExactly(
              OptionalInt.empty(),
              OptionalInt.of(1),
              OptionalInt.of(2),
              OptionalInt.of(1),
              OptionalInt.of(3));
      assertThat(champions)
          .as("the champion went to the branches, too")
          .isEqualTo(List.of(1, 2, 3, 4, 5));
    }
  }

  @Test
  void aTaskThatDoesNotExistCannotBeLeftOut() throws Exception {
    try (SequenceFile sequence = food.record("without.jsonl")) {
      assertThatThrownBy(() -> RecordedFood.plan(sequence, WhatIf.parse("without=task-9")))
          .isInstanceOf(ReplayException.class)
          .hasMessageContaining("task-9");
    }
  }
}
