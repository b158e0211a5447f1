package org.lammstream.store;

/** How much room things take in a store, before compression and without keys and frames. */
public final class StoredSize {

  private StoredSize() {}

  /** Bytes of a class entry. */
  public static int of(ClassEmbedding entry) {
    return Codecs.CLASS.encode(entry).length;
  }

  /** Bytes of what a version keeps of its images beside its class entries. */
  public static int of(VisualState visual) {
    return Codecs.HEAD.encode(visual).length;
  }

  /** Bytes of the prompts that all classes of a version share. */
  public static int of(SharedPrompts prompts) {
    return Codecs.PROMPTS.encode(prompts).length;
  }
}
