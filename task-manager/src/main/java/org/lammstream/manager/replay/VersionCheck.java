package org.lammstream.manager.replay;

import java.util.List;
import org.lammstream.stream.sequence.Original;

/**
 * A version compared with the one that the same task once made.
 *
 * @param task name of the task
 * @param version number of the version here
 * @param sha256 digest of its label embeddings
 * @param original the version it is compared with
 * @param causes why they may differ, the likeliest first; empty if they are equal
 */
public record VersionCheck(
    String task, int version, String sha256, Original original, List<String> causes) {
  /** Copies the list. */
  public VersionCheck {
    causes = List.copyOf(causes);
  }

  /** Whether the label embeddings are equal, bit for bit. */
  public boolean isEqual() {
    return sha256.equals(original.embeddingsSha256());
  }

  /** The difference in one line. */
  public String difference() {
    String more =
        causes.size() < 2
            ? ""
            : "; different too: " + String.join("; ", causes.subList(1, causes.size()));
    return "version %d (task '%s') differs from the original version %d: embeddings %.12s, originally %.12s; likely cause: %s%s"
        .formatted(
            version,
            task,
            original.version(),
            sha256,
            original.embeddingsSha256(),
            causes.isEmpty() ? "unknown" : causes.get(0),
            more);
  }
}
