package org.lammstream.manager.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;

/** Asks the user before something is done. */
public final class Question {

  private Question() {}

  /**
   * Goes on if the user says yes.
   *
   * @param what would be done
   * @param nothing says that it was not
   * @throws JobException if the user does not, or nobody can be asked
   */
  public static void confirm(Console console, String what, String nothing) {
    String answer =
        answer(console, what + "? [y/N] ")
            .orElseThrow(
                () -> new JobException("nobody is there to ask; " + nothing + " without --yes"));
    if (!answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
      throw new JobException(nothing);
    }
  }

  /** Empty where nobody can be asked. */
  private static Optional<String> answer(Console console, String question) {
    if (!console.terminal()) {
      return Optional.empty();
    }
    console.err().print(question);
    console.err().flush();
    try {
      return Optional.ofNullable(
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))
              .readLine());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
