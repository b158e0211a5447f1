package org.lammstream.stream.event;

import java.util.Map;
import java.util.Objects;

/**
 * What a version was made from and with: equal provenance means equal embeddings, bit for bit.
 *
 * @param eventId id of the task event
 * @param topic topic of the task event
 * @param partition partition of the task event
 * @param offset offset of the task event (of its last part)
 * @param configuration settings of the learner
 * @param seed seed of every random choice
 * @param checkpointName name of the CLIP checkpoint
 * @param checkpointSha256 digest of the CLIP checkpoint, lower-case hex
 * @param codeVersion version of this program
 * @param java version of Java
 * @param os operating system
 * @param arch architecture
 * @param processor processor model or device
 * @param engine engine and its version
 * @param threads threads of the engine
 */
public record Provenance(
    String eventId,
    String topic,
    int partition,
    long offset,
    Map<String, String> configuration,
    long seed,
    String checkpointName,
    String checkpointSha256,
    String codeVersion,
    String java,
    String os,
    String arch,
    String processor,
    String engine,
    int threads) {

  /** Rejects nulls and copies the configuration. */
  public Provenance {
    Objects.requireNonNull(eventId);
    Objects.requireNonNull(topic);
    configuration = Map.copyOf(configuration);
    Objects.requireNonNull(checkpointName);
    Objects.requireNonNull(checkpointSha256);
    Objects.requireNonNull(codeVersion);
    Objects.requireNonNull(java);
    Objects.requireNonNull(os);
    Objects.requireNonNull(arch);
    Objects.requireNonNull(processor);
    Objects.requireNonNull(engine);
  }
}
