package org.lammstream.stream.sequence;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.lammstream.stream.event.Provenance;
import org.lammstream.stream.event.VersionCommitted;

/**
 * The version that a recorded task once made, as far as it is known.
 *
 * @param version its number, from 1
 * @param parent number of the version it continues; empty for a first version, or if unknown
 * @param embeddingsSha256 digest of its label embeddings, 64 lower-case hex digits
 * @param provenance what it was made from and with; empty if that was not told
 */
public record Original(
    @JsonProperty(required = true) int version,
    @JsonInclude(Include.NON_EMPTY) OptionalInt parent,
    @JsonProperty(required = true) String embeddingsSha256,
    @JsonInclude(Include.NON_EMPTY) Optional<Provenance> provenance) {
  /** Rejects nulls. */
  public Original {
    Objects.requireNonNull(parent);
    Objects.requireNonNull(embeddingsSha256);
    Objects.requireNonNull(provenance);
  }

  /** The version that a result tells of. */
  public static Original of(VersionCommitted result) {
    return new Original(
        result.version(), result.parent(), result.embeddingsSha256(), result.provenance());
  }
}
