package org.lammstream.manager.thumbnails;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lammstream.manager.clip.image.ImageGate;
import org.lammstream.manager.clip.image.ImageRejectedException;
import org.lammstream.manager.clip.image.Thumbnail;
import org.lammstream.manager.worker.ImageLocations;
import org.lammstream.manager.worker.RefusedTask;
import org.lammstream.manager.worker.WorkerFaultException;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.store.CellScore;
import org.lammstream.store.Version;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.ImageFeature;
import org.lammstream.stream.event.ImageFile;
import org.lammstream.stream.event.ImageSource;
import org.lammstream.stream.event.InlineImage;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.TaskEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps thumbnails of each class's first test images once their version is durable. The images are
 * decoded again, because features may have come from a cache. Whatever goes wrong here costs the
 * thumbnails and nothing else. Confined to the training thread.
 */
public final class ThumbnailKeeper implements WorkerListener {
  private static final Logger LOG = LoggerFactory.getLogger(ThumbnailKeeper.class);

  /** Most pixels of the longer side. */
  static final int SIDE = 96;

  /** The next task does not wait longer than that. */
  private static final Duration MOST_TIME = Duration.ofSeconds(5);

  private final Thumbnails thumbnails;
  private final int perClass;
  private final ImageLocations locations;
  private final ImageGate gate = new ImageGate();
  private Optional<Started> started = Optional.empty();
  private boolean warned;

  /**
   * A keeper.
   *
   * @param perClass most thumbnails of each class, at least 0
   * @param imageRoots folders under which {@code file:} images may lie
   * @throws WorkerFaultException if one of them does not exist
   */
  public ThumbnailKeeper(Thumbnails thumbnails, int perClass, List<Path> imageRoots) {
    this.thumbnails = thumbnails;
    this.perClass = perClass;
    this.locations = new ImageLocations(imageRoots);
  }

  /** A task under way, with the images to keep: the first of every class, then the second, … */
  private record Started(String eventId, List<Chosen> images) {}

  private record Chosen(int index, int place, ImageSource image) {}

  @Override
  public void taskStarted(TaskEvent task, String eventId) {
    Map<String, Integer> places = new HashMap<>();
    List<Chosen> chosen = new ArrayList<>();
    for (int i = 0; i < task.test().size(); i++) {
      Example example = task.test().get(i);
      int place = places.merge(example.label(), 1, Integer::sum);
      if (place <= perClass && !(example.image() instanceof ImageFeature)) {
        chosen.add(new Chosen(i, place, example.image()));
      }
    }
    chosen.sort(Comparator.comparingInt(Chosen::place));
    started = Optional.of(new Started(eventId, chosen));
  }

  @Override
  public void taskRejected(RefusedTask refused) {
    started = Optional.empty();
  }

  @Override
  public void versionCommitted(
      Version version, String eventId, List<CellScore> cells, Map<String, Double> seconds) {
    Optional<Started> task = started.filter(one -> one.eventId().equals(eventId));
    started = Optional.empty();
    if (task.isEmpty() || task.get().images().isEmpty()) {
      return;
    }
    if (thumbnails.isFull()) {
      warnFull();
      return;
    }
    try (Thumbnails.Draft draft = thumbnails.begin(version.learner(), eventId)) {
      fill(draft, task.get().images());
      draft.keep();
    } catch (ClosedByInterruptException e) {
      LOG.debug("the worker stops; no thumbnails of {}", eventId);
    } catch (IOException | RuntimeException e) {
      warn("thumbnails of test images cannot be kept in {}: {}", e.toString());
    }
  }

  private void fill(Thumbnails.Draft draft, List<Chosen> images) throws IOException {
    long end = System.nanoTime() + MOST_TIME.toNanos();
    for (Chosen one : images) {
      if (Thread.currentThread().isInterrupted() || System.nanoTime() - end > 0) {
        return;
      }
      Optional<byte[]> jpeg = thumbnail(one.image());
      if (jpeg.isPresent() && !draft.add(one.index(), jpeg.get())) {
        warnFull();
        return;
      }
    }
  }

  /** Empty if the image, which was readable when it was encoded, is not so any more. */
  private Optional<byte[]> thumbnail(ImageSource source) {
    try {
      Optional<byte[]> image =
          source instanceof ImageFile file
              ? Optional.of(locations.read(file.uri()))
              : source instanceof InlineImage inline
                  ? Optional.of(inline.bytes())
                  : Optional.empty();
      return image.map(gate::decode).map(pixels -> Thumbnail.jpeg(pixels, SIDE));
    } catch (RejectedEventException
        | ImageRejectedException
        | WorkerFaultException
        | UncheckedIOException e) {
      LOG.debug("no thumbnail", e);
      return Optional.empty();
    }
  }

  private void warnFull() {
    warn(
        "no more thumbnails of test images are kept in {}, which holds {}; the page shows later"
            + " classes without them",
        (Thumbnails.MOST_BYTES >> 20) + " MiB, the most it may");
  }

  private void warn(String message, String what) {
    if (!warned) {
      warned = true;
      LOG.warn(message, thumbnails.folder(), what);
    }
  }
}
