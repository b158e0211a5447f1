package org.lammstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;

/**
 * One stored value on its way to another store, sealed as it is stored: its checksum covers where
 * it belongs, so that a value that was damaged or misplaced on the way is found.
 *
 * @param family column family
 * @param key key within the family; not copied and not to be modified
 * @param value the sealed value, empty for one that is not stored any more; not copied
 */
public record ChangedValue(String family, byte[] key, byte[] value) {

  /** Families whose values stores share; each of their keys begins with the learner. */
  static final List<ColumnFamily> SHARED =
      List.of(
          ColumnFamily.LEARNERS,
          ColumnFamily.VERSIONS,
          ColumnFamily.CLASSES,
          ColumnFamily.HEADS,
          ColumnFamily.PROMPTS,
          ColumnFamily.SEEN,
          ColumnFamily.TESTS,
          ColumnFamily.PIXELS,
          ColumnFamily.EXAMPLES,
          ColumnFamily.SCORES,
          ColumnFamily.APPLIED);

  static ChangedValue of(ColumnFamily family, byte[] key, byte[] value) {
    return new ChangedValue(family.familyName(), key, value);
  }

  /**
   * The family.
   *
   * @throws StoreFormatException if stores of this program do not share such values
   */
  ColumnFamily columnFamily() {
    return ColumnFamily.byName(family)
        .filter(SHARED::contains)
        .orElseThrow(
            () ->
                new StoreFormatException(
                    "a shared value of the unknown kind '"
                        + family
                        + "': use a newer version of this program",
                    null));
  }

  /** Whether the value is large and shows only through a version that refers to it. */
  public boolean isHidden() {
    ColumnFamily of = columnFamily();
    return of == ColumnFamily.CLASSES
        || of == ColumnFamily.HEADS
        || of == ColumnFamily.PROMPTS
        || of == ColumnFamily.SEEN
        || of == ColumnFamily.TESTS
        || of == ColumnFamily.PIXELS
        || of == ColumnFamily.EXAMPLES;
  }

  ValueAddress address() {
    return new ValueAddress(family, key);
  }

  boolean isIn(View view) {
    return Arrays.equals(view.raw(columnFamily(), key), value);
  }

  /** Writes a value that is there. */
  void stage(Batch batch) {
    if (!isHidden()) {
      throw new IllegalArgumentException(name() + " would show");
    }
    if (value.length > 0) {
      Object unused = Codecs.of(columnFamily()).open(columnFamily(), key, value);
      batch.putSealed(columnFamily(), key, value);
    }
  }

  /**
   * A name in words, unique among all values of all learners, for example {@code birds/class/17/3}.
   */
  public String name() {
    return name(columnFamily(), key);
  }

  /** Whether it is a learner's own record, which says what its versions are. */
  public boolean isLearner() {
    return columnFamily() == ColumnFamily.LEARNERS;
  }

  static String name(ColumnFamily family, byte[] key) {
    String learner = learnerName(Keys.firstText(key));
    return switch (family) {
      case LEARNERS -> learner + "/head";
      case VERSIONS -> learner + "/version/" + Keys.lastNumber(key);
      case CLASSES -> learner + "/class/" + Keys.lastNumber(key) + "/" + Keys.numberBeforeLast(key);
      case HEADS -> learner + "/visual/" + Keys.lastNumber(key);
      case PROMPTS -> learner + "/prompts/" + Keys.lastNumber(key);
      case SEEN -> learner + "/seen/" + Keys.lastNumber(key);
      case PIXELS -> learner + "/pixels/" + Keys.lastNumber(key);
      case TESTS -> learner + "/tests/" + Keys.lastNumber(key);
      case EXAMPLES -> learner + "/examples/" + Keys.lastNumber(key);
      case SCORES -> learner + "/scores/" + Keys.lastNumber(key);
      case APPLIED -> learner + "/applied/" + URLEncoder.encode(Keys.lastText(key), UTF_8);
      case META, FEATURES, OFFSETS, OUTBOX ->
          throw new IllegalArgumentException(family + " is not shared");
    };
  }

  /** A learner's name as {@link #name()} begins. */
  static String learnerName(String learner) {
    return URLEncoder.encode(learner, UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChangedValue that
        && family.equals(that.family)
        && Arrays.equals(key, that.key)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * family.hashCode() + Arrays.hashCode(key);
  }

  @Override
  public String toString() {
    return "ChangedValue[" + name() + ", " + value.length + " bytes]";
  }
}
