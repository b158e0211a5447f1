package org.lammstream.stream.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What became of a task; in JSON the field {@code event} tells which. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = VersionCommitted.class, name = "version-committed"),
  @JsonSubTypes.Type(value = TaskRejected.class, name = "task-rejected")
})
public sealed interface ResultEvent permits VersionCommitted, TaskRejected {
  /** The schema version this code writes. */
  int SCHEMA_VERSION = 1;

  /** Version of the JSON Schema. */
  int schemaVersion();

  /** The learner; also the Kafka key. */
  String learner();

  /** Name of the task. */
  String task();

  /** CloudEvents id of the task event. */
  String taskEventId();
}
