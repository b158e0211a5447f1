package org.lammstream.manager.builtin;

import static java.util.stream.Collectors.toCollection;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.lammstream.manager.builtin.drawing.Artist;
import org.lammstream.manager.builtin.drawing.DrawnClass;
import org.lammstream.manager.builtin.drawing.DrawnColour;
import org.lammstream.manager.builtin.drawing.DrawnShape;
import org.lammstream.manager.builtin.drawing.DrawnTexture;

/**
 * The classes of drawn images: those that the built-in checkpoint was trained on, and the task
 * sequence of the demo, whose classes it has never seen.
 *
 * <p>Every class of the tasks has at least one word that occurs in no known class: a shape, a
 * colour or a texture that the checkpoint has no name for. The other words are shared by several
 * classes of the same task, so names alone do not tell them apart.
 */
public final class BuiltinData {

  private static final List<DrawnShape> NEW_SHAPES =
      List.of(DrawnShape.HEART, DrawnShape.CRESCENT, DrawnShape.DROPLET, DrawnShape.HOUSE);
  private static final List<DrawnColour> NEW_COLOURS =
      List.of(DrawnColour.PINK, DrawnColour.TURQUOISE, DrawnColour.BROWN);
  private static final List<DrawnTexture> NEW_TEXTURES =
      List.of(DrawnTexture.NETTED, DrawnTexture.RIPPLED);
  private static final int KNOWN_CLASSES = 240;
  private static final int KNOWN_CLASSES_SEED = 7;

  /** Keeps the pictures of training, test and pre-training apart: seeds below, from, and above. */
  private static final long FIRST_TEST_SEED = 1_000_000;

  private static final List<BuiltinTask> TASKS =
      List.of(
          new BuiltinTask(
              "striped",
              List.of(
                  "striped red heart",
                  "striped red crescent",
                  "striped red droplet",
                  "striped red house",
                  "striped pink star",
                  "striped turquoise star")),
          new BuiltinTask(
              "dotted",
              List.of(
                  "dotted blue heart",
                  "dotted blue crescent",
                  "dotted blue droplet",
                  "dotted blue house",
                  "dotted pink circle",
                  "dotted brown circle")),
          new BuiltinTask(
              "netted",
              List.of(
                  "netted red star",
                  "netted blue circle",
                  "netted yellow arrow",
                  "netted pink star",
                  "netted turquoise star",
                  "netted brown star")),
          new BuiltinTask(
              "plain",
              List.of(
                  "plain yellow heart",
                  "plain yellow crescent",
                  "plain yellow droplet",
                  "plain yellow house",
                  "plain turquoise arrow",
                  "plain brown arrow")),
          new BuiltinTask(
              "rippled",
              List.of(
                  "rippled red star",
                  "rippled blue circle",
                  "rippled yellow arrow",
                  "rippled pink star",
                  "rippled turquoise star",
                  "rippled brown star")),
          new BuiltinTask(
              "mixed",
              List.of(
                  "checkered pink heart",
                  "checkered turquoise heart",
                  "checkered brown heart",
                  "marbled pink house",
                  "marbled turquoise house",
                  "marbled brown house")));

  private BuiltinData() {}

  /** The demo's sequence of six tasks with six classes each, all new to the checkpoint. */
  public static List<BuiltinTask> tasks() {
    return TASKS;
  }

  /** The classes of all tasks in their order. */
  public static List<String> newClasses() {
    return TASKS.stream().flatMap(task -> task.classes().stream()).toList();
  }

  /** The classes that the built-in checkpoint was trained on. */
  public static List<String> knownClasses() {
    List<String> names = new ArrayList<>();
    for (DrawnTexture texture : DrawnTexture.values()) {
      for (DrawnColour colour : DrawnColour.values()) {
        for (DrawnShape shape : DrawnShape.values()) {
          if (!NEW_TEXTURES.contains(texture)
              && !NEW_COLOURS.contains(colour)
              && !NEW_SHAPES.contains(shape)) {
            names.add(new DrawnClass(texture, colour, shape).name());
          }
        }
      }
    }
    String first = "striped red triangle";
    names.remove(first);
    Collections.shuffle(names, new Random(KNOWN_CLASSES_SEED));
    Set<String> chosen =
        Stream.concat(Stream.of(first), names.stream())
            .limit(KNOWN_CLASSES)
            .collect(toCollection(LinkedHashSet::new));
    return List.copyOf(chosen);
  }

  /**
   * Writes an image folder {@code root/train/CLASS/NN.png}, {@code root/test/CLASS/NN.png}.
   *
   * @param trainPerClass training pictures per class, from 1
   * @param testPerClass test pictures per class, from 1; none of them equals a training picture
   * @param seed chooses the pictures; equal seeds give equal folders
   */
  public static void writeImages(
      Path root, List<String> classes, int trainPerClass, int testPerClass, long seed) {
    Artist artist = new Artist(Artist.DEFAULT_SIZE);
    try {
      for (String name : classes) {
        write(artist, name, root.resolve("train").resolve(name), trainPerClass, seed << 32);
        write(
            artist,
            name,
            root.resolve("test").resolve(name),
            testPerClass,
            (seed << 32) + FIRST_TEST_SEED);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write drawn images under " + root, e);
    }
  }

  private static void write(Artist artist, String name, Path folder, int count, long firstSeed)
      throws IOException {
    Files.createDirectories(folder);
    DrawnClass drawn = DrawnClass.named(name);
    int digits = Math.max(2, Integer.toString(count - 1).length());
    for (int i = 0; i < count; i++) {
      BufferedImage picture = artist.draw(drawn, firstSeed + i);
      Path file = folder.resolve(String.format(Locale.ROOT, "%0" + digits + "d.png", i));
      ImageIO.write(picture, "png", file.toFile());
    }
  }
}
