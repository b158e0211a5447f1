package org.lammstream.manager.survive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.lammstream.stream.codec.EventStamp;
import org.lammstream.stream.codec.TaskEvents;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.ImageFeature;
import org.lammstream.stream.event.ImageSource;
import org.lammstream.stream.event.InlineImage;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.topic.Topics;

/** Tasks of two classes each that are learned in a moment, the same ones every time. */
final class SmallTasks {
  private static final int SIDE = 16;
  private static final int WHOLE = 900_000;
  private static final int IN_PARTS = 6000;

  private SmallTasks() {}

  /** What stands in a topic for one number: a task, one in parts, one again, or none at all. */
  enum Kind {
    TASK,
    TASK_IN_PARTS,
    DUPLICATE,
    POISON
  }

  /** Kinds come in turn; the first one is a task. */
  static Kind kind(int number) {
    return switch (number % 8) {
      case 2 -> Kind.TASK_IN_PARTS;
      case 4 -> Kind.DUPLICATE;
      case 6 -> Kind.POISON;
      default -> Kind.TASK;
    };
  }

  /** The records for a number, of one of three learners. */
  static List<OutgoingRecord> records(Topics topics, int number) {
    return switch (kind(number)) {
      case TASK -> records(topics, number, WHOLE);
      case TASK_IN_PARTS -> records(topics, number, IN_PARTS);
      case DUPLICATE -> records(topics, number - 1, WHOLE);
      case POISON ->
          List.of(
              new OutgoingRecord(
                  topics.tasks(), learner(number).getBytes(UTF_8), poison(number), List.of()));
    };
  }

  private static byte[] poison(int number) {
    return ("no event " + number).getBytes(UTF_8);
  }

  static String learner(int number) {
    return "learner-" + number % 3;
  }

  private static List<OutgoingRecord> records(Topics topics, int number, int bytes) {
    List<Example> train = new ArrayList<>();
    List<Example> test = new ArrayList<>();
    List<String> classes = List.of(name(2 * number), name(2 * number + 1));
    for (String name : classes) {
      for (int i = 0; i < 12; i++) { // more than 32 in all: they are encoded in two groups
        train.add(new Example(name, image(name, i)));
        test.add(new Example(name, image(name, 100 + i)));
      }
    }
    return records(
        topics,
        number,
        TaskEvent.of(learner(number), "task-" + number, classes, train, test),
        bytes);
  }

  /**
   * A task with features instead of images.
   *
   * @param learners over how many learners the numbers are spread
   */
  static List<OutgoingRecord> withFeatures(
      Topics topics, int number, int learners, int dimension, String checkpoint) {
    List<String> classes = List.of(name(2 * number), name(2 * number + 1));
    List<Example> train = new ArrayList<>();
    List<Example> test = new ArrayList<>();
    for (String name : classes) {
      for (int i = 0; i < 4; i++) {
        train.add(new Example(name, feature(name, i, dimension, checkpoint)));
        test.add(new Example(name, feature(name, 100 + i, dimension, checkpoint)));
      }
    }
    String learner = "learner-" + number % learners;
    return records(
        topics, number, TaskEvent.of(learner, "task-" + number, classes, train, test), WHOLE);
  }

  private static List<OutgoingRecord> records(
      Topics topics, int number, TaskEvent event, int bytes) {
    return TaskEvents.toRecords(
        topics.tasks(), event, EventStamp.of("event-" + number, Instant.EPOCH), bytes);
  }

  private static String name(int number) {
    return "%c%c%c".formatted('a' + number / 676 % 26, 'a' + number / 26 % 26, 'a' + number % 26);
  }

  private static ImageSource image(String name, int number) {
    Random random = random(name, number);
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    int colour = Color.getHSBColor(Math.floorMod(name.hashCode(), 97) / 97f, 1, 0.8f).getRGB();
    for (int at = 0; at < SIDE * SIDE; at++) {
      image.setRGB(at % SIDE, at / SIDE, random.nextInt(3) == 0 ? random.nextInt() : colour);
    }
    try (ByteArrayOutputStream png = new ByteArrayOutputStream()) {
      ImageIO.write(image, "png", png);
      return new InlineImage(png.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ImageSource feature(String name, int number, int dimension, String checkpoint) {
    Random centre = random(name, -1);
    Random noise = random(name, number);
    float[] values = new float[dimension];
    double squares = 0;
    for (int i = 0; i < dimension; i++) {
      values[i] = (float) (centre.nextGaussian() + 0.3 * noise.nextGaussian());
      squares += values[i] * values[i];
    }
    for (int i = 0; i < dimension; i++) {
      values[i] /= (float) Math.sqrt(squares);
    }
    return new ImageFeature(values, checkpoint);
  }

  private static Random random(String name, int number) {
    return new Random(31L * name.hashCode() + number);
  }
}
