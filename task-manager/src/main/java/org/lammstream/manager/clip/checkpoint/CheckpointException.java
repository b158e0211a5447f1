package org.lammstream.manager.clip.checkpoint;

/** A folder or file is no usable CLIP checkpoint. The message is one line that says why. */
public class CheckpointException extends RuntimeException {

  /** Made with a message for the user; line breaks in it become spaces. */
  public CheckpointException(String message) {
    super(oneLine(message));
  }

  /** Made with a message for the user and the cause for the log. */
  public CheckpointException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s*\\R\\s*", " ");
  }
}
