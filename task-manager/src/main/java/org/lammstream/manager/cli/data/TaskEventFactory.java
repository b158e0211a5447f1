package org.lammstream.manager.cli.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.cli.data.ImageFolder.Split;
import org.lammstream.manager.clip.image.ImageLimits;
import org.lammstream.manager.worker.Sha256;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.ImageFile;
import org.lammstream.stream.event.InlineImage;
import org.lammstream.stream.event.TaskEvent;

/** Makes task events out of an image folder. */
public final class TaskEventFactory {
  private final ImageFolder folder;
  private final Settings settings;
  private final Consumer<String> notices;

  /**
   * How events are made.
   *
   * @param learner name of the learner
   * @param shots training images per class
   * @param seed of everything random: the choice of training images, and the learning of a job
   * @param configuration learner settings that go with every event
   * @param inline whether images travel inside the event instead of as {@code file:} URIs
   * @param salt told apart in event ids beside their content, for example the checkpoint's digest
   */
  public record Settings(
      String learner,
      int shots,
      long seed,
      Map<String, String> configuration,
      boolean inline,
      String salt) {}

  /**
   * A factory.
   *
   * @param notices hears what the user should know, for example of a class with too few images
   */
  public TaskEventFactory(ImageFolder folder, Settings settings, Consumer<String> notices) {
    this.folder = folder;
    this.settings = settings;
    this.notices = notices;
  }

  /**
   * The event of one task.
   *
   * @throws JobException if a class has no images, or one that is larger than a worker takes
   */
  public PreparedTask prepare(PlannedTask task) throws IOException {
    ShotSampler sampler = new ShotSampler(settings.seed());
    MessageDigest digest = Sha256.digest();
    // The seed also decides how the images are learned, so it counts where it draws no others.
    add(digest, settings.salt(), settings.learner(), task.name(), Long.toString(settings.seed()));
    new TreeMap<>(settings.configuration()).forEach((key, value) -> add(digest, key, value));
    List<Example> train = new ArrayList<>();
    List<Example> test = new ArrayList<>();
    for (String name : task.classes()) {
      List<Path> images = folder.images(Split.TRAIN, name);
      if (images.size() < settings.shots()) {
        notices.accept(
            String.format(
                Locale.ROOT,
                "class '%s' has only %d training images, not %d; using them all",
                name,
                images.size(),
                settings.shots()));
      }
      for (Path image : sampler.draw(name, images, settings.shots())) {
        train.add(example(digest, "train", name, image));
      }
      for (Path image : folder.images(Split.TEST, name)) {
        test.add(example(digest, "test", name, image));
      }
    }
    TaskEvent event =
        new TaskEvent(
            TaskEvent.SCHEMA_VERSION,
            settings.learner(),
            task.name(),
            task.classes(),
            train,
            test,
            settings.configuration());
    return new PreparedTask(event, HexFormat.of().formatHex(digest.digest()));
  }

  private Example example(MessageDigest digest, String split, String label, Path image)
      throws IOException {
    long size = Files.size(image);
    if (size > ImageLimits.DEFAULT.maxBytes()) { // no worker would take it
      throw new JobException(
          String.format(
              Locale.ROOT,
              "%s: %d bytes are too many, the limit is %d",
              image,
              size,
              ImageLimits.DEFAULT.maxBytes()));
    }
    byte[] bytes = Files.readAllBytes(image);
    add(digest, split, label, Sha256.hex(bytes)); // content, not path: folders may move
    return new Example(
        label, settings.inline() ? new InlineImage(bytes) : new ImageFile(image.toUri()));
  }

  private static void add(MessageDigest digest, String... texts) {
    for (String text : texts) {
      byte[] bytes = text.getBytes(UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
      digest.update(bytes);
    }
  }
}
