package org.lammstream.stream.sequence;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lammstream.stream.codec.TaskEvents;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.sequence.SequenceJson.BadLineException;
import org.lammstream.stream.sequence.SequenceJson.Outline;

/**
 * A sequence file, checked whole when it is opened; its tasks are then read one at a time, in any
 * order. Not thread-safe.
 */
public final class SequenceFile implements AutoCloseable {
  private final Path path;
  private final RandomAccessFile file;
  private final SequenceScan.Contents contents;

  private SequenceFile(Path path, RandomAccessFile file, SequenceScan.Contents contents) {
    this.path = path;
    this.file = file;
    this.contents = contents;
  }

  /**
   * Opens a whole sequence.
   *
   * @throws CutSequenceException if the file ends too early
   * @throws SequenceException if it is no sequence, of a newer format, or damaged
   * @throws IOException if it cannot be read
   */
  public static SequenceFile open(Path path) throws IOException {
    return open(path, Optional.empty());
  }

  /**
   * Opens a sequence up to a task and with it; what stands behind it is not looked at, so this
   * works with a file that is cut off further behind. The checksum of the whole is not checked.
   *
   * @param until name or event id of the last task
   * @throws SequenceException if there is no such task; otherwise as {@link #open(Path)}
   */
  public static SequenceFile openUntil(Path path, String until) throws IOException {
    return open(path, Optional.of(until));
  }

  private static SequenceFile open(Path path, Optional<String> until) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    SequenceScan.Contents contents = SequenceScan.of(path, until);
    return new SequenceFile(path, new RandomAccessFile(path.toFile(), "r"), contents);
  }

  /** Where the file is. */
  public Path path() {
    return path;
  }

  /** What the file says about itself. */
  public SequenceHeader header() {
    return contents.header();
  }

  /** The tasks in the order they were recorded in. */
  public List<SequenceEntry> entries() {
    return List.copyOf(contents.entries());
  }

  /**
   * One task whole.
   *
   * @param entry of this file
   * @throws SequenceException if the file has changed since it was opened, or the event breaks the
   *     schema
   */
  public RecordedTask read(SequenceEntry entry) throws IOException {
    byte[] line = new byte[entry.place().length()];
    file.seek(entry.place().offset());
    file.readFully(line);
    try {
      Outline outline = SequenceJson.task(line);
      SequenceLines.Task facts = outline.line();
      if (!facts.eventId().equals(entry.eventId())) {
        throw new BadLineException("the file has changed while it was read");
      }
      TaskEvent event =
          TaskEvents.fromJson(
              Arrays.copyOfRange(line, outline.event().from(), outline.event().to()));
      return new RecordedTask(
          event,
          facts.eventId(),
          Instant.parse(facts.time()),
          facts.position(),
          facts.images().orElse(Map.of()),
          facts.original());
    } catch (BadLineException | DateTimeParseException | RejectedEventException e) {
      throw new SequenceException(
          "%s: line %d is damaged: %s".formatted(path, entry.line(), e.getMessage()), e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
