package org.lammstream.store;

import java.util.Optional;

/**
 * What a version remembers of one image of its task, so that the image's feature can be found and
 * taken out again.
 *
 * @param label class name
 * @param contentSha256 {@link FeatureKey#contentSha256} of the image, 64 lower-case hex digits;
 *     empty for a feature that came without an image
 * @param test whether it was a test example
 */
public record LearnedExample(String label, Optional<String> contentSha256, boolean test) {

  private static final int DIGITS = 64;

  /**
   * Checks the digest.
   *
   * @throws IllegalArgumentException if it is none
   */
  public LearnedExample {
    if (contentSha256.filter(digest -> !isDigest(digest)).isPresent()) {
      throw new IllegalArgumentException("no SHA-256: " + contentSha256.get());
    }
  }

  private static boolean isDigest(String text) {
    return text.length() == DIGITS
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }
}
