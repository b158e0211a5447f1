package org.lammstream.manager.worker;

import java.util.Locale;

/** The phases of one task, in order. */
public enum Phase {
  /** Images to image features. */
  ENCODE,
  /** Label embeddings to images. */
  ALIGN,
  /** New cells of the accuracy matrix. */
  EVALUATE,
  /** One synced batch in the store. */
  COMMIT;

  /** Name in reports and result events. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
