package org.lammstream.store;

/** How much room things take in a store, before compression and without keys and frames. */
public final class StoredSize {

  private StoredSize() {}

  /** Bytes of a class entry. */
  public static int of(ClassEmbedding entry) {
    return Codecs.CLASS.encode(entry).length;
  }

  /** Bytes of what all classes of a version share. */
  public static int of(VisualState visual) {
    return Codecs.HEAD.encode(visual).length;
  }
}
