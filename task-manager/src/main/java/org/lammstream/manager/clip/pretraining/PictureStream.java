package org.lammstream.manager.clip.pretraining;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.lammstream.manager.builtin.drawing.Artist;
import org.lammstream.manager.builtin.drawing.DrawnClass;

/**
 * An endless stream of batches: new pictures every time, each of another class, with a caption.
 *
 * <p>As no class occurs twice in a batch, every other caption of the batch is truly wrong for a
 * picture. Not thread-safe.
 */
final class PictureStream {

  private final List<String> names;
  private final Artist artist;
  private final int batch;
  private final SplittableRandom random;

  PictureStream(List<String> names, int imageSize, int batch, long seed) {
    if (names.size() < batch) {
      throw new IllegalArgumentException(
          "a batch of " + batch + " needs as many classes, not " + names.size());
    }
    this.names = new ArrayList<>(names);
    this.artist = new Artist(imageSize);
    this.batch = batch;
    this.random = new SplittableRandom(seed);
  }

  /** Pictures and their captions, in the same order. */
  record Batch(List<BufferedImage> pictures, List<String> captions) {}

  Batch next() {
    List<BufferedImage> pictures = new ArrayList<>(batch);
    List<String> captions = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      // The head of a Fisher-Yates shuffle: classes drawn without repetition.
      int other = random.nextInt(i, names.size());
      String name = names.get(other);
      names.set(other, names.get(i));
      names.set(i, name);
      // Negative seeds are of pre-training alone: image folders are drawn from the others.
      pictures.add(artist.draw(DrawnClass.named(name), random.nextLong() | Long.MIN_VALUE));
      captions.add(Captions.caption(name, random));
    }
    return new Batch(pictures, captions);
  }
}
