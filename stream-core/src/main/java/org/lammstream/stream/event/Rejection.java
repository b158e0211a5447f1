package org.lammstream.stream.event;

import java.util.Objects;

/**
 * Why an event is refused.
 *
 * @param reason what is wrong, typed
 * @param stage where it was noticed
 * @param message one line for people
 */
public record Rejection(Reason reason, Stage stage, String message) {
  /** What is wrong. Names are part of the dead-letter contract: never rename one. */
  public enum Reason {
    /** No readable event: headers, JSON or schema are wrong. */
    MALFORMED_EVENT,
    /** A schema version this code does not know. */
    UNSUPPORTED_SCHEMA,
    /** No classes, or a class without training examples. */
    EMPTY_TASK,
    /**
     * A class name twice in the task, the words of another class, or a known class that must stay.
     */
    DUPLICATE_CLASS,
    /** An example's label is not among the task's classes. */
    UNKNOWN_LABEL,
    /** An image cannot be read. */
    UNREADABLE_IMAGE,
    /** An image has too many pixels or bytes. */
    IMAGE_TOO_LARGE,
    /** An image lies outside the allowed roots. */
    FORBIDDEN_LOCATION,
    /** A precomputed feature is of another checkpoint or dimension. */
    FEATURE_MISMATCH,
    /** A class name gives no tokens, or too many. */
    UNTOKENIZABLE_CLASS,
    /** A learner setting is unknown or out of range. */
    INVALID_CONFIGURATION,
    /** Some parts of a task never came. */
    INCOMPLETE_TASK,
    /** The task as a whole exceeds a limit. */
    TASK_TOO_LARGE,
    /** A fault of this software. */
    INTERNAL
  }

  /** Where it was noticed. */
  public enum Stage {
    /** Reading the record. */
    DECODE,
    /** Putting the parts together. */
    ASSEMBLE,
    /** Checking the task's rules. */
    VALIDATE,
    /** Encoding images. */
    ENCODE,
    /** Aligning label embeddings. */
    ALIGN,
    /** Evaluating the version. */
    EVALUATE,
    /** Writing to the store. */
    COMMIT
  }

  /** Longest message; what is refused is quoted in it, and may be of any length. */
  public static final int MAX_MESSAGE = 2_000;

  /** Rejects nulls, folds the message into one line and cuts it where it is too long. */
  public Rejection {
    Objects.requireNonNull(reason);
    Objects.requireNonNull(stage);
    String line = message.strip().replaceAll("\\s+", " ");
    message = line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE - 3) + "...";
  }
}
