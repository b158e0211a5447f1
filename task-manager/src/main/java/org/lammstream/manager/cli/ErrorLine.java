package org.lammstream.manager.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.ParameterException;

/** Turns a failure into the one line a user reads. */
public final class ErrorLine {
  private static final String OURS = "org.lammstream.";

  private ErrorLine() {}

  /**
   * Our own exceptions speak for themselves; the usual ones of the JDK are put into words; of any
   * other the class is named too, because its message alone rarely means anything.
   */
  public static String of(Throwable failure) {
    return words(failure).strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private static String words(Throwable failure) {
    String message = Objects.requireNonNullElse(failure.getMessage(), "");
    Throwable cause = failure.getCause();
    if (cause != null && isWrapper(failure)) {
      return words(cause);
    }
    if (failure instanceof FileSystemException file) {
      return fileWords(file);
    }
    if (failure instanceof OutOfMemoryError) {
      return "out of memory (" + message + "); give the JVM more with LAMM_JAVA_OPTS=-Xmx8g";
    }
    boolean spoken =
        failure.getClass().getName().startsWith(OURS)
            || failure instanceof ParameterException
            || failure instanceof IOException
            || failure instanceof IllegalArgumentException;
    if (spoken && !message.isBlank()) {
      return message;
    }
    return failure.getClass().getSimpleName() + (message.isBlank() ? "" : ": " + message);
  }

  private static boolean isWrapper(Throwable failure) {
    return failure instanceof UncheckedIOException
        || failure instanceof ExecutionException
        || failure instanceof CompletionException;
  }

  private static String fileWords(FileSystemException failure) {
    String file = Objects.requireNonNullElse(failure.getFile(), "?");
    if (failure instanceof NoSuchFileException) {
      return file + ": no such file or folder";
    }
    if (failure instanceof AccessDeniedException) {
      return file + ": permission denied";
    }
    if (failure instanceof NotDirectoryException) {
      return file + ": not a folder";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return file + ": exists already";
    }
    return file + ": " + Objects.requireNonNullElse(failure.getReason(), "input/output error");
  }
}
