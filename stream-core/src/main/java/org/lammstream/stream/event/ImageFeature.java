package org.lammstream.stream.event;

import java.util.Arrays;
import java.util.Objects;

/**
 * An image that was encoded elsewhere.
 *
 * @param values L2-normalised image feature, {@code d} entries; not copied and not to be modified
 * @param checkpointSha256 digest of the checkpoint that made it, 64 lower-case hex digits; a worker
 *     with another checkpoint refuses the feature
 */
public record ImageFeature(float[] values, String checkpointSha256) implements ImageSource {
  /** Rejects nulls. */
  public ImageFeature {
    Objects.requireNonNull(values);
    Objects.requireNonNull(checkpointSha256);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageFeature that
        && checkpointSha256.equals(that.checkpointSha256)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * checkpointSha256.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "ImageFeature[" + values.length + " values of " + checkpointSha256 + "]";
  }
}
