package org.lammstream.manager.builtin.drawing;

import java.util.Locale;

/** One class of drawn images: everything that shows this shape in this colour and texture. */
public record DrawnClass(DrawnTexture texture, DrawnColour colour, DrawnShape shape) {

  /** The natural name, for example {@code striped red triangle}. */
  public String name() {
    return texture.word() + " " + colour.word() + " " + shape.word();
  }

  /**
   * The class with the given name.
   *
   * @throws IllegalArgumentException if the name is not three known words: texture, colour, shape
   */
  public static DrawnClass named(String name) {
    String[] words = name.toUpperCase(Locale.ROOT).split(" ", -1);
    if (words.length != 3) {
      throw new IllegalArgumentException("not a drawn class: " + name);
    }
    return new DrawnClass(
        DrawnTexture.valueOf(words[0]),
        DrawnColour.valueOf(words[1]),
        DrawnShape.valueOf(words[2]));
  }
}
