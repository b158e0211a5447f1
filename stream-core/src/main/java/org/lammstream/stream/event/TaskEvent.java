package org.lammstream.stream.event;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A class-increment task: class names with labelled images.
 *
 * <p>Construction only rejects nulls; {@link TaskRules} tells whether the task makes sense.
 *
 * @param schemaVersion version of the JSON Schema, see {@link #SCHEMA_VERSION}
 * @param learner the growing classifier this task is for; also the Kafka key
 * @param task name of the task, unique per learner
 * @param classes class names, in order: new ones, and known ones to which examples are added
 * @param train labelled examples to align with; labels are among {@code classes}
 * @param test labelled examples to evaluate with; may be empty
 * @param configuration learner settings that differ from the worker's; may be empty, and absent in
 *     JSON
 */
public record TaskEvent(
    int schemaVersion,
    String learner,
    String task,
    List<String> classes,
    List<Example> train,
    List<Example> test,
    @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> configuration) {
  /** The schema version this code writes. */
  public static final int SCHEMA_VERSION = 1;

  /** Rejects nulls and copies the collections. */
  public TaskEvent {
    Objects.requireNonNull(learner);
    Objects.requireNonNull(task);
    classes = List.copyOf(classes);
    train = List.copyOf(train);
    test = List.copyOf(test);
    configuration = Map.copyOf(configuration);
  }

  /** A task of the current schema version with the worker's own settings. */
  public static TaskEvent of(
      String learner, String task, List<String> classes, List<Example> train, List<Example> test) {
    return new TaskEvent(SCHEMA_VERSION, learner, task, classes, train, test, Map.of());
  }
}
