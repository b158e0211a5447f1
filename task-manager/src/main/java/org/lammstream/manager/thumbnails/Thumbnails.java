package org.lammstream.manager.thumbnails;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lammstream.manager.worker.Sha256;
import org.lammstream.store.EmbeddingStore;

/**
 * Thumbnails in a folder, {@code LEARNER/TASK/INDEX.jpg}. Learner and task are digests of names and
 * event ids, so that no name, whatever it is, leads out of the folder. One process writes; within
 * it, one thread writes and any number read.
 */
public final class Thumbnails {
  /** Of all thumbnails of a store together; at about 3 kB each, those of 7,000 classes. */
  static final long MOST_BYTES = 256L << 20;

  /** No thumbnail of ours is that large. */
  private static final int LARGEST = 64 << 10;

  /** Where the thumbnails of a task are collected; the name is no digest. */
  private static final String DRAFT = "draft";

  private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})-(0|[1-9]\\d{0,7})");
  private static final Pattern FILE = Pattern.compile("(0|[1-9]\\d{0,7})\\.jpg");

  private final Path folder;
  private final long mostBytes;
  private final AtomicLong bytes = new AtomicLong();

  Thumbnails(Path folder, long mostBytes) {
    this.folder = folder;
    this.mostBytes = mostBytes;
    try {
      delete(folder.resolve(DRAFT)); // of a process that was killed
      bytes.set(bytes(folder));
    } catch (IOException | UncheckedIOException e) {
      bytes.set(mostBytes); // nothing more is kept in a folder that cannot be read
    }
  }

  /** The thumbnails in the folder {@code thumbnails} of a store. */
  public static Thumbnails in(EmbeddingStore store) {
    return new Thumbnails(store.directory().resolve("thumbnails"), MOST_BYTES);
  }

  /** Where they are. */
  Path folder() {
    return folder;
  }

  /** Whether as many bytes are kept as may be. */
  boolean isFull() {
    return bytes.get() >= mostBytes;
  }

  /** Begins the thumbnails of a task, which appear together, in place of older ones. */
  Draft begin(String learner, String eventId) throws IOException {
    Path draft = folder.resolve(DRAFT);
    delete(draft);
    Files.createDirectories(draft);
    return new Draft(draft, learner(learner), task(learner, eventId));
  }

  /** The thumbnails of one task until they are kept or thrown away. */
  final class Draft implements AutoCloseable {
    private final Path draft;
    private final Path parent;
    private final Path target;
    private long size;

    private Draft(Path draft, Path parent, Path target) {
      this.draft = draft;
      this.parent = parent;
      this.target = target;
    }

    /** Adds one; false if there is no room for it. */
    boolean add(int index, byte[] jpeg) throws IOException {
      if (bytes.get() + size + jpeg.length > mostBytes) {
        return false;
      }
      Files.write(draft.resolve(index + ".jpg"), jpeg);
      size += jpeg.length;
      return true;
    }

    /** Keeps what was added. */
    void keep() throws IOException {
      if (size > 0) {
        long replaced = bytes(target);
        delete(target);
        bytes.addAndGet(-replaced);
        Files.createDirectories(parent);
        Files.move(draft, target);
        bytes.addAndGet(size);
      }
    }

    @Override
    public void close() throws IOException {
      delete(draft);
    }
  }

  /**
   * Which test examples of a task have a thumbnail.
   *
   * @return their indexes among the task's test examples, ascending
   */
  public List<Integer> kept(String learner, String eventId) {
    List<Integer> indexes = new ArrayList<>();
    try (Stream<Path> files = Files.list(task(learner, eventId))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Matcher name = FILE.matcher(file.getFileName().toString());
        if (name.matches()) {
          indexes.add(Integer.parseInt(name.group(1)));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
    Collections.sort(indexes);
    return indexes;
  }

  /** The name under which {@link #read} finds a test example's thumbnail. */
  public String name(String learner, String eventId, int index) {
    return task(learner, eventId).getFileName() + "-" + index;
  }

  /**
   * A thumbnail as a JPEG file; empty if there is none of this name, or a damaged one.
   *
   * @param name any text
   */
  public Optional<byte[]> read(String learner, String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Path file = learner(learner).resolve(parts.group(1)).resolve(parts.group(2) + ".jpg");
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(in.readNBytes(LARGEST)).filter(Thumbnails::isWhole);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * From the start of an image to its end, which a file that was cut or filled with zeros lacks.
   */
  private static boolean isWhole(byte[] jpeg) {
    int end = jpeg.length - 2;
    return end > 2
        && jpeg[0] == (byte) 0xff
        && jpeg[1] == (byte) 0xd8
        && jpeg[end] == (byte) 0xff
        && jpeg[end + 1] == (byte) 0xd9;
  }

  private Path learner(String learner) {
    return folder.resolve(Sha256.hex(learner.getBytes(UTF_8)));
  }

  private Path task(String learner, String eventId) {
    return learner(learner).resolve(Sha256.hex(eventId.getBytes(UTF_8)));
  }

  private static long bytes(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return 0;
    }
    long sum = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        sum += Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
      }
    }
    return sum;
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
