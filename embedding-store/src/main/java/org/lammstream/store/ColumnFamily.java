package org.lammstream.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The column families of formats 1 to 6 and the shapes of their keys. Text in a key is a 16-bit
 * length and UTF-8; numbers are big endian, so that keys sort by number.
 */
enum ColumnFamily {
  /** Facts about the store: text → 64-bit integer. */
  META(Part.TEXT),
  /** Learner → head, last number, next class id and aliases (JSON). */
  LEARNERS(Part.TEXT),
  /** Learner, version → summary and manifest (JSON). */
  VERSIONS(Part.TEXT, Part.INT),
  /** Learner, version that wrote the entry, class id → class embedding. */
  CLASSES(Part.TEXT, Part.INT, Part.INT),
  /** Learner, version → how the version scores, and the sum behind its head on image features. */
  HEADS(Part.TEXT, Part.INT),
  /** Learner, version → trained prompt vectors that all classes of the version share. */
  PROMPTS(Part.TEXT, Part.INT),
  /** Learner, version → features of all test sets so far as the version's prompts see them. */
  SEEN(Part.TEXT, Part.INT),
  /** Learner, version → test features of the version's task. */
  TESTS(Part.TEXT, Part.INT),
  /** Learner, version → pixels of the test images of the version's task. */
  PIXELS(Part.TEXT, Part.INT),
  /** Learner, version → labels and digests of the images of the version's task. */
  EXAMPLES(Part.TEXT, Part.INT),
  /** Learner, version → cells of the accuracy matrix that came with it. */
  SCORES(Part.TEXT, Part.INT),
  /** Checkpoint, content, view → image feature. */
  FEATURES(Part.TEXT, Part.TEXT, Part.TEXT),
  /** Topic, partition → last offset and where to resume. */
  OFFSETS(Part.TEXT, Part.INT),
  /** Learner, event id → version made (0 = none) and where the event stood. */
  APPLIED(Part.TEXT, Part.TEXT),
  /** Sequence → record to publish. */
  OUTBOX(Part.LONG);

  private enum Part {
    TEXT,
    INT,
    LONG
  }

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable, the checker cannot know.
  private final List<Part> shape;

  ColumnFamily(Part... shape) {
    this.shape = List.of(shape);
  }

  /** The name in the database. */
  String familyName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the checks of learners look up every value of it by its key. */
  boolean isLookedUp() {
    return switch (this) {
      case LEARNERS, VERSIONS, CLASSES, HEADS, PROMPTS, SEEN, TESTS, PIXELS, EXAMPLES, SCORES ->
          true;
      case META, FEATURES, OFFSETS, APPLIED, OUTBOX -> false;
    };
  }

  /** The first format whose stores have it. */
  int since() {
    return switch (this) {
      case SEEN, PIXELS -> 6;
      case PROMPTS -> 5;
      case HEADS, EXAMPLES -> 4;
      case META, LEARNERS, VERSIONS, CLASSES, TESTS, SCORES, FEATURES, OFFSETS, APPLIED, OUTBOX ->
          1;
    };
  }

  static Optional<ColumnFamily> byName(String name) {
    return Arrays.stream(values()).filter(family -> family.familyName().equals(name)).findFirst();
  }

  /** A key that a user can read, for example {@code birds/3/17}; hex if it has another shape. */
  String describe(byte[] key) {
    ByteBuffer rest = ByteBuffer.wrap(key);
    StringBuilder text = new StringBuilder();
    try {
      for (Part part : shape) {
        text.append(text.isEmpty() ? "" : "/");
        switch (part) {
          case TEXT -> {
            byte[] bytes = new byte[Short.toUnsignedInt(rest.getShort())];
            rest.get(bytes);
            text.append(new String(bytes, StandardCharsets.UTF_8));
          }
          case INT -> text.append(rest.getInt());
          case LONG -> text.append(rest.getLong());
        }
      }
    } catch (BufferUnderflowException e) {
      return "0x" + HexFormat.of().formatHex(key);
    }
    return text.toString();
  }

  /** Where a value stands, for messages. */
  String locate(byte[] key) {
    return "column family " + familyName() + ", key " + describe(key);
  }
}
