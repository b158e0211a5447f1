package org.lammstream.manager.lamm;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What trains in front of a frozen CLIP. */
public enum PromptMethod {
  /** Nothing: the names behind the context words. */
  ZERO_SHOT,
  /** The label embeddings, with the hierarchical loss. */
  LAMM,
  /** The context vectors (CoOp, Zhou et al., IJCV 2022), with the cross-entropy alone. */
  COOP,
  /** Context vectors and label embeddings, with the hierarchical loss. */
  COOP_LAMM,
  /** Prompts of both towers, several blocks deep (MaPLe, Khattak et al., CVPR 2023). */
  MAPLE,
  /** MaPLe's prompts and label embeddings, with the hierarchical loss. */
  MAPLE_LAMM;

  /** As in settings, such as {@code coop+lamm}. */
  public String key() {
    return this == ZERO_SHOT ? "zero-shot" : name().toLowerCase(Locale.ROOT).replace('_', '+');
  }

  /** The method of a key; empty if there is none. */
  public static Optional<PromptMethod> of(String key) {
    return Arrays.stream(values()).filter(method -> method.key().equals(key)).findFirst();
  }

  /** Whether label embeddings train, with the hierarchical loss. */
  public boolean trainsLabels() {
    return this == LAMM || this == COOP_LAMM || this == MAPLE_LAMM;
  }

  /** Whether the context vectors train. */
  public boolean trainsContext() {
    return this != ZERO_SHOT && this != LAMM;
  }

  /** Whether the image tower has prompts, so that it runs in every step. */
  public boolean promptsImages() {
    return this == MAPLE || this == MAPLE_LAMM;
  }
}
