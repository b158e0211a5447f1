package org.lammstream.stream.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What a worker does and what its versions are called, told for those who watch; in JSON the field
 * {@code event} tells which. Nothing depends on it: such events may be missing or come late.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TaskProgress.class, name = "task-progress"),
  @JsonSubTypes.Type(value = LearnerPointers.class, name = "learner-pointers")
})
public sealed interface StatusEvent permits TaskProgress, LearnerPointers {
  /** The schema version this code writes. */
  int SCHEMA_VERSION = 1;

  /** Version of the JSON Schema. */
  int schemaVersion();

  /** The learner; also the Kafka key, so that order holds with its results. */
  String learner();
}
