package org.lammstream.manager.lamm;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many tokens of a class name become trainable vectors. */
public sealed interface TokenPolicy {

  /** All tokens of the class's own name. */
  record PerClass() implements TokenPolicy {
    @Override
    public String toString() {
      return "per-class";
    }
  }

  /**
   * The same number for every class. A shorter name repeats its last token, what a longer name has
   * beyond it stays frozen behind the trained vectors.
   *
   * @param vectors from 1 to 16
   */
  record Fixed(int vectors) implements TokenPolicy {
    @Override
    public String toString() {
      return "fixed(" + vectors + ")";
    }
  }

  /**
   * The length of the shortest name of the task; what a longer name has beyond it stays frozen
   * behind the trained vectors. What the published code does.
   */
  record Reference() implements TokenPolicy {
    @Override
    public String toString() {
      return "reference";
    }
  }

  /**
   * Reads {@code per-class}, {@code fixed(N)} or {@code reference}.
   *
   * @throws IllegalArgumentException for anything else
   */
  static TokenPolicy parse(String text) {
    Matcher fixed = Pattern.compile("fixed[(:](\\d{1,2})\\)?").matcher(text);
    if (fixed.matches()) {
      int vectors = Integer.parseInt(fixed.group(1));
      if (vectors >= 1 && vectors <= 16) {
        return new Fixed(vectors);
      }
    } else if (text.equals("per-class")) {
      return new PerClass();
    } else if (text.equals("reference")) {
      return new Reference();
    }
    throw new IllegalArgumentException("use per-class, fixed(1) to fixed(16), or reference");
  }
}
