package org.lammstream.manager.cli.experiment.protocol;

import java.util.Optional;
import org.lammstream.manager.cli.JobException;

/** How training images are varied: a view is a random resized crop, perhaps mirrored. */
public sealed interface Views {
  /** Every image as it is. */
  record Plain() implements Views {
    @Override
    public Optional<ViewDraw> at(long seed, int epoch) {
      return Optional.empty();
    }

    @Override
    public String toString() {
      return "none";
    }
  }

  /**
   * So many views of each image, which the epochs take in turn.
   *
   * @param count 1 to 1000
   */
  record Cached(int count) implements Views {
    @Override
    public Optional<ViewDraw> at(long seed, int epoch) {
      return Optional.of(new ViewDraw(seed, epoch % count));
    }

    @Override
    public String toString() {
      return Integer.toString(count);
    }
  }

  /** A fresh view of each image in every epoch. */
  record EveryEpoch() implements Views {
    @Override
    public Optional<ViewDraw> at(long seed, int epoch) {
      return Optional.of(new ViewDraw(seed, epoch));
    }

    @Override
    public String toString() {
      return "epoch";
    }
  }

  /** The view that an epoch sees; empty for images as they are. */
  Optional<ViewDraw> at(long seed, int epoch);

  /**
   * Reads {@code none}, a number or {@code epoch}.
   *
   * @throws JobException for anything else
   */
  static Views parse(String text) {
    if (text.equals("none")) {
      return new Plain();
    }
    if (text.equals("epoch")) {
      return new EveryEpoch();
    }
    if (text.matches("[1-9]\\d{0,2}|1000")) {
      return new Cached(Integer.parseInt(text));
    }
    throw new JobException("--views " + text + ": use none, a number from 1 to 1000, or epoch");
  }
}
