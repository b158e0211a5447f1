package org.lammstream.manager.clip.image;

/** An image was refused. The message is one line for the user. */
public class ImageRejectedException extends RuntimeException {

  /** Why an image was refused. */
  public enum Kind {
    /** It is no image of a known format, or damaged. */
    UNREADABLE,
    /** It has too many bytes or pixels. */
    TOO_LARGE
  }

  private final Kind kind;

  /** Made with a message for the user; line breaks in it become spaces. */
  public ImageRejectedException(Kind kind, String message) {
    super(oneLine(message));
    this.kind = kind;
  }

  /** Made with a message for the user and the cause for the log. */
  public ImageRejectedException(Kind kind, String message, Throwable cause) {
    super(oneLine(message), cause);
    this.kind = kind;
  }

  /** Why it was refused. */
  public Kind kind() {
    return kind;
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s*\\R\\s*", " ");
  }
}
