package org.lammstream.manager.clip.pretraining;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The 256 printable characters that stand for bytes in byte-level BPE (Radford et al. 2019): bytes
 * that print stand for themselves, the others are moved behind U+0100 in their order.
 */
final class ByteAlphabet {

  private final String[] characters = new String[256];
  private final List<String> ordered = new ArrayList<>();

  ByteAlphabet() {
    List<String> moved = new ArrayList<>();
    int next = 256;
    for (int value = 0; value < 256; value++) {
      boolean prints =
          (value >= '!' && value <= '~')
              || (value >= 0xA1 && value <= 0xAC)
              || (value >= 0xAE && value <= 0xFF);
      characters[value] = Character.toString(prints ? value : next++);
      (prints ? ordered : moved).add(characters[value]);
    }
    ordered.addAll(moved);
  }

  /** All characters, the printing bytes first: the order of token ids. */
  List<String> characters() {
    return List.copyOf(ordered);
  }

  /** A word's UTF-8 bytes, one character each. */
  List<String> spell(String word) {
    List<String> symbols = new ArrayList<>();
    for (byte value : word.getBytes(StandardCharsets.UTF_8)) {
      symbols.add(characters[value & 0xFF]);
    }
    return symbols;
  }
}
