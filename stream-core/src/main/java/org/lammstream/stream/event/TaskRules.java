package org.lammstream.stream.event;

import static org.lammstream.stream.event.Rejection.Reason.DUPLICATE_CLASS;
import static org.lammstream.stream.event.Rejection.Reason.EMPTY_TASK;
import static org.lammstream.stream.event.Rejection.Reason.FEATURE_MISMATCH;
import static org.lammstream.stream.event.Rejection.Reason.INVALID_CONFIGURATION;
import static org.lammstream.stream.event.Rejection.Reason.MALFORMED_EVENT;
import static org.lammstream.stream.event.Rejection.Reason.TASK_TOO_LARGE;
import static org.lammstream.stream.event.Rejection.Reason.UNKNOWN_LABEL;
import static org.lammstream.stream.event.Rejection.Reason.UNREADABLE_IMAGE;
import static org.lammstream.stream.event.Rejection.Reason.UNSUPPORTED_SCHEMA;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lammstream.stream.event.Rejection.Reason;
import org.lammstream.stream.event.Rejection.Stage;

/**
 * What a task must fulfil that construction does not check. What only a worker can know (allowed
 * and readable images, known classes, tokens, settings) is not checked here.
 */
public final class TaskRules {
  /** Longest name of a learner, task or class, in UTF-16 units. */
  public static final int MAX_NAME = 256;

  /** Most classes in one task. */
  public static final int MAX_CLASSES = 10_000;

  /** Most examples in one task, training and test each. */
  public static final int MAX_EXAMPLES = 1_000_000;

  /** Most settings in one task. */
  public static final int MAX_SETTINGS = 256;

  private TaskRules() {}

  /** The first rule that the task breaks, if any; its stage is {@link Stage#VALIDATE}. */
  public static Optional<Rejection> check(TaskEvent event) {
    try {
      checkNames(event);
      checkSizes(event);
      Set<String> classes = checkClasses(event.classes());
      checkExamples("training", event.train(), classes);
      checkExamples("test", event.test(), classes);
      checkEveryClassIsShown(event);
      return Optional.empty();
    } catch (Broken rule) {
      return Optional.of(new Rejection(rule.reason, Stage.VALIDATE, rule.text));
    }
  }

  private static void checkNames(TaskEvent event) throws Broken {
    if (event.schemaVersion() != TaskEvent.SCHEMA_VERSION) {
      throw new Broken(
          UNSUPPORTED_SCHEMA,
          "schema version "
              + event.schemaVersion()
              + " is not known here; the newest known is "
              + TaskEvent.SCHEMA_VERSION);
    }
    checkName("learner", event.learner());
    checkName("task", event.task());
  }

  private static void checkSizes(TaskEvent event) throws Broken {
    if (event.classes().isEmpty()) {
      throw new Broken(EMPTY_TASK, "task '" + event.task() + "' has no classes");
    }
    if (event.train().isEmpty()) {
      throw new Broken(EMPTY_TASK, "task '" + event.task() + "' has no training examples");
    }
    if (event.classes().size() > MAX_CLASSES) {
      throw new Broken(TASK_TOO_LARGE, event.classes().size() + " classes, allowed " + MAX_CLASSES);
    }
    int examples = Math.max(event.train().size(), event.test().size());
    if (examples > MAX_EXAMPLES) {
      throw new Broken(TASK_TOO_LARGE, examples + " examples, allowed " + MAX_EXAMPLES);
    }
    if (event.configuration().size() > MAX_SETTINGS) {
      throw new Broken(INVALID_CONFIGURATION, event.configuration().size() + " learner settings");
    }
  }

  private static Set<String> checkClasses(List<String> classes) throws Broken {
    Set<String> seen = new HashSet<>();
    for (String name : classes) {
      checkName("class", name);
      if (!seen.add(name)) {
        throw new Broken(DUPLICATE_CLASS, "class '" + name + "' appears twice");
      }
    }
    return seen;
  }

  private static void checkExamples(String kind, List<Example> examples, Set<String> classes)
      throws Broken {
    for (int i = 0; i < examples.size(); i++) {
      String place = kind + " example " + i;
      if (!classes.contains(examples.get(i).label())) {
        throw new Broken(
            UNKNOWN_LABEL,
            place
                + ": label '"
                + shorten(examples.get(i).label())
                + "' is not among the task's classes");
      }
      checkImage(place, examples.get(i).image());
    }
  }

  private static void checkImage(String place, ImageSource image) throws Broken {
    if (image instanceof InlineImage inline && inline.bytes().length == 0) {
      throw new Broken(UNREADABLE_IMAGE, place + ": an image of zero bytes");
    }
    if (image instanceof ImageFeature feature) {
      if (feature.values().length == 0) {
        throw new Broken(FEATURE_MISMATCH, place + ": a feature without values");
      }
      for (float value : feature.values()) {
        if (!Float.isFinite(value)) {
          throw new Broken(FEATURE_MISMATCH, place + ": a feature value that is no finite float");
        }
      }
    }
  }

  private static void checkEveryClassIsShown(TaskEvent event) throws Broken {
    Set<String> shown = new HashSet<>();
    event.train().forEach(example -> shown.add(example.label()));
    for (String name : event.classes()) {
      if (!shown.contains(name)) {
        throw new Broken(EMPTY_TASK, "class '" + name + "' has no training example");
      }
    }
  }

  private static void checkName(String what, String name) throws Broken {
    if (name.isBlank()) {
      throw new Broken(MALFORMED_EVENT, "a blank " + what + " name");
    }
    if (name.length() > MAX_NAME) {
      throw new Broken(
          MALFORMED_EVENT, what + " name of " + name.length() + " characters: " + shorten(name));
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new Broken(MALFORMED_EVENT, what + " name with control characters: " + shorten(name));
    }
  }

  private static String shorten(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }

  /** Leaves the nested checks at the first broken rule. */
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String text;

    Broken(Reason reason, String text) {
      super(text, null, false, false);
      this.reason = reason;
      this.text = text;
    }
  }
}
