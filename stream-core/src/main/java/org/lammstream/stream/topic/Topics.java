package org.lammstream.stream.topic;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Names of one deployment's topics.
 *
 * @param prefix what they start with, for example {@code lamm}
 */
public record Topics(String prefix) {
  private static final int LONGEST = 240; // Kafka allows 249 characters; ".tasks.dlq" needs some
  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9_-]+(\\.[a-zA-Z0-9_-]+)*");

  /**
   * Checks the prefix.
   *
   * @throws IllegalArgumentException if topics cannot be named like this
   */
  public Topics {
    if (prefix.length() > LONGEST - ".tasks.dlq".length() || !LEGAL.matcher(prefix).matches()) {
      throw new IllegalArgumentException("not a topic prefix: '" + prefix + "'");
    }
  }

  /** Where tasks are published. */
  public String tasks() {
    return prefix + ".tasks";
  }

  /** Where results are published. */
  public String results() {
    return prefix + ".results";
  }

  /** Where refused task records go. */
  public String deadLetters() {
    return tasks() + ".dlq";
  }

  /** Where workers tell each other of their versions; compacted. */
  public String versions() {
    return prefix + ".versions";
  }

  /** Those that every deployment has: all but {@link #versions}. */
  public List<String> all() {
    return List.of(tasks(), results(), deadLetters());
  }
}
