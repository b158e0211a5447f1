package org.lammstream.store;

/**
 * Names one image feature in the cache.
 *
 * @param checkpointSha256 digest of the checkpoint whose image encoder made it
 * @param contentSha256 digest of the image's bytes
 * @param view which view of the image was encoded, for example {@code center}, or {@code mean-6}
 *     for the mean of six
 */
public record FeatureKey(String checkpointSha256, String contentSha256, String view) {

  /** What stands for the mean of so many views; one is the centre. */
  public static String meanOf(int views) {
    return views == 1 ? "center" : "mean-" + views;
  }
}
