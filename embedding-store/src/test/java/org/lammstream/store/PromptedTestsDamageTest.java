package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.lammstream.store.Samples.LEARNER;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.store.StoreProblem.Kind;

/** Damage to pixels of test images, and to test sets as a version sees them. */
class PromptedTestsDamageTest {

  private static final byte[] SECOND = Keys.version(LEARNER, 2);

  private final Path directory;

  PromptedTestsDamageTest(@TempDir Path folder) {
    directory = folder.resolve("store");
  }

  @BeforeEach
  void write() {
    PromptedTestsTest.threeVersions(directory);
  }

  @Test
  void whatIsMissingIsDamageAndNotAVersionWithoutIt() throws Exception {
    StoreCheck check = Harm.checkAfter(directory, raw -> raw.delete(ColumnFamily.SEEN, SECOND));
    assertSeenIsDamaged(check, Kind.MISSING, "value is missing");
    put(ColumnFamily.SEEN, Codecs.SEEN.seal(ColumnFamily.SEEN, SECOND, Sights.tests(2).seen()));
    check = Harm.checkAfter(directory, raw -> raw.delete(ColumnFamily.PIXELS, SECOND));
    assertPixelsAreDamaged(check, Kind.MISSING, "value is missing");
  }

  @Test
  void aChangedByteIsFoundAndNamed() throws Exception {
    byte[] whole = changed(ColumnFamily.SEEN);
    assertSeenIsDamaged(check(), Kind.VALUE, "checksum mismatch");
    put(ColumnFamily.SEEN, whole);
    changed(ColumnFamily.PIXELS);
    assertPixelsAreDamaged(check(), Kind.VALUE, "checksum mismatch");
  }

  @Test
  void aWrongShapeIsFoundAndNamed() throws Exception {
    assertSeenShape(new PayloadWriter().number(2).number(1).floats(new float[3]));
    assertSeenShape(new PayloadWriter().number(0).number(1).floats(new float[2]));
    assertSeenShape(new PayloadWriter().number(2).number(0));
    assertSeenShape(new PayloadWriter().number(2).number(2).floats(new float[2]));
    assertSeenShape(new PayloadWriter().number(2).number(Integer.MAX_VALUE));
    put(ColumnFamily.SEEN, Codecs.SEEN.seal(ColumnFamily.SEEN, SECOND, Sights.tests(2).seen()));
    assertPixelShape(new PayloadWriter().number(2).bytes(new byte[13]));
    assertPixelShape(new PayloadWriter().number(-1).bytes(new byte[3]));
    assertPixelShape(new PayloadWriter().number(1));
  }

  @Test
  void featuresOfOtherTestSetsAreFoundWithAValidChecksum() throws Exception {
    forge(ColumnFamily.SEEN, Codecs.SEEN, Sights.tests(3).seen());
    assertVersionIsDamaged("version 2 sees 3 test sets, but has 2 so far");
    forge(ColumnFamily.SEEN, Codecs.SEEN, Sights.seen(2, List.of(3, 2)));
    assertVersionIsDamaged(
        "version 2 sees test set 1 with another number of examples: 3 instead of 2");
  }

  @Test
  void pixelsOfOtherImagesAreFoundWithAValidChecksum() throws Exception {
    forge(ColumnFamily.PIXELS, Codecs.PIXELS, Sights.pixels(2, 3));
    assertVersionIsDamaged("version 2 has pixels of 3 images for 2 test examples");
  }

  @Test
  void aMissingTestSetIsToldAloneForNothingCanBeComparedWithIt() throws Exception {
    StoreCheck check = Harm.checkAfter(directory, raw -> raw.delete(ColumnFamily.TESTS, SECOND));
    assertThat(check.problems())
        .extracting(StoreProblem::family, StoreProblem::what)
        .containsExactly(tuple(Optional.of("tests"), "value is missing"));
  }

  @Test
  void pixelsThatALaterVersionNeedsAreMissedInAPrunedOne() throws Exception {
    PruneRule last = new PruneRule(Optional.empty(), OptionalInt.of(1), OptionalInt.empty());
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(store.prune(LEARNER, last, false).pruned()).containsExactly(1, 2);
    }
    StoreCheck check = Harm.checkAfter(directory, raw -> raw.delete(ColumnFamily.PIXELS, SECOND));
    assertThat(check.problems()).containsExactly(pixelProblem(Kind.MISSING, "value is missing"));
  }

  private void assertSeenShape(PayloadWriter payload) throws Exception {
    put(ColumnFamily.SEEN, Envelope.seal(ColumnFamily.SEEN, SECOND, payload.toBytes()));
    assertSeenIsDamaged(check(), Kind.VALUE, "value has a wrong shape");
  }

  private void assertPixelShape(PayloadWriter payload) throws Exception {
    put(ColumnFamily.PIXELS, Envelope.seal(ColumnFamily.PIXELS, SECOND, payload.toBytes()));
    assertPixelsAreDamaged(check(), Kind.VALUE, "value has a wrong shape");
  }

  private void assertSeenIsDamaged(StoreCheck check, Kind kind, String what) {
    assertThat(check.problems())
        .containsExactly(
            new StoreProblem(
                kind,
                Optional.of("seen"),
                Optional.of("birds/2"),
                Map.of(LEARNER, List.of(2)),
                what,
                "the version can be read, but not evaluated"));
    assertThat(condition(check)).isEqualTo("intact 1, 3; damaged 2");
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThatThrownBy(() -> store.seenTests(LEARNER, 2))
          .isInstanceOf(StoreCorruptedException.class)
          .hasMessageStartingWith("column family seen, key birds/2: " + what);
      assertThat(store.version(LEARNER, 2)).isEqualTo(Prompts.version(2));
      assertThat(store.seenTests(LEARNER, 3)).hasValue(Sights.tests(3).seen());
    }
  }

  private void assertPixelsAreDamaged(StoreCheck check, Kind kind, String what) {
    assertThat(check.problems()).containsExactly(pixelProblem(kind, what));
    assertThat(condition(check)).isEqualTo("intact 1, 3; damaged 2");
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThatThrownBy(() -> store.testPixels(LEARNER, 2))
          .isInstanceOf(StoreCorruptedException.class)
          .hasMessageStartingWith("column family pixels, key birds/2: " + what);
      assertThat(store.seenTests(LEARNER, 2)).hasValue(Sights.tests(2).seen());
      assertThat(store.testPixels(LEARNER, 3)).hasValue(Sights.tests(3).pixels());
    }
  }

  private static StoreProblem pixelProblem(Kind kind, String what) {
    return new StoreProblem(
        kind,
        Optional.of("pixels"),
        Optional.of("birds/2"),
        Map.of(LEARNER, List.of(2)),
        what,
        "the version can be used, but its learner cannot go on");
  }

  private void assertVersionIsDamaged(String message) throws Exception {
    StoreCheck check = check();
    assertThat(check.problems())
        .extracting(StoreProblem::kind, StoreProblem::message)
        .containsExactly(tuple(Kind.VALUE, "learner \"birds\": " + message));
    assertThat(condition(check)).isEqualTo("intact 1, 3; damaged 2");
  }

  private StoreCheck check() throws Exception {
    return Harm.checkAfter(directory, raw -> {});
  }

  private <T> void forge(ColumnFamily family, Codec<T> codec, T value) throws Exception {
    put(family, codec.seal(family, SECOND, value));
  }

  private void put(ColumnFamily family, byte[] sealed) throws Exception {
    try (RawStore raw = new RawStore(directory)) {
      raw.put(family, SECOND, sealed);
    }
  }

  /** Changes one byte; returns the value as it was. */
  private byte[] changed(ColumnFamily family) throws Exception {
    try (RawStore raw = new RawStore(directory)) {
      byte[] value = raw.get(family, SECOND);
      byte[] other = value.clone();
      other[other.length - 3] ^= 1;
      raw.put(family, SECOND, other);
      return value;
    }
  }

  private static String condition(StoreCheck check) {
    return Objects.requireNonNull(check.conditions().get(LEARNER)).describe();
  }
}
