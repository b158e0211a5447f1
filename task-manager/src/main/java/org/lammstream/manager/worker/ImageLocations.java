package org.lammstream.manager.worker;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection.Reason;
import org.lammstream.stream.event.Rejection.Stage;

/**
 * Reads images from {@code file:} URIs, but only under the allowed folders, and only after symbolic
 * links are resolved; and from the network what {@link RemoteImages} allows. Immutable and
 * thread-safe.
 */
public final class ImageLocations {
  /** Largest image file that is read into memory. */
  public static final int MAX_BYTES = 64 << 20;

  private final List<Path> roots;
  private final RemoteImages remote;

  /**
   * Reads below these folders, and nothing from the network.
   *
   * @throws WorkerFaultException if one of them does not exist
   */
  public ImageLocations(List<Path> roots) {
    this(roots, RemoteImages.OFF);
  }

  /**
   * Reads below these folders and from the network.
   *
   * @throws WorkerFaultException if one of the folders does not exist
   */
  public ImageLocations(List<Path> roots, RemoteImages remote) {
    List<Path> real = new ArrayList<>();
    for (Path root : roots) {
      try {
        real.add(root.toRealPath());
      } catch (IOException e) {
        throw new WorkerFaultException("image root " + root + ": no such folder", e);
      }
    }
    this.roots = List.copyOf(real);
    this.remote = remote;
  }

  /**
   * Checks that images can be read below these folders.
   *
   * @throws WorkerFaultException if one of them does not exist
   */
  public static void check(List<Path> roots) {
    ImageLocations unused = new ImageLocations(roots);
  }

  /**
   * Looks at the URI alone, nothing is opened.
   *
   * @throws RejectedEventException if nothing can be read from such a URI here
   */
  void check(URI uri) throws RejectedEventException {
    if (RemoteImages.isRemote(uri)) {
      remote.check(uri);
    } else {
      path(uri);
    }
  }

  /**
   * Bytes of one image.
   *
   * @throws RejectedEventException if the event names a place it may not, or one where no image is
   * @throws WorkerFaultException if the root itself has gone, or the thread is interrupted while it
   *     waits for a server
   */
  public byte[] read(URI uri) throws RejectedEventException {
    if (RemoteImages.isRemote(uri)) {
      return remote.read(uri);
    }
    Path named = path(uri);
    try {
      Path real = named.toRealPath();
      if (roots.stream().noneMatch(real::startsWith)) {
        throw forbidden(uri);
      }
      if (!Files.isRegularFile(real)) {
        throw unreadable(uri, "not a file");
      }
      return content(real, uri);
    } catch (NoSuchFileException e) {
      throw missing(named, uri);
    } catch (IOException e) {
      throw unreadable(uri, e.toString());
    }
  }

  /** A location for people and logs, without what may be a key to the image. */
  public static String shown(String uri) {
    return RemoteImages.shown(uri);
  }

  private static Path path(URI uri) throws RejectedEventException {
    boolean plain =
        "file".equalsIgnoreCase(uri.getScheme())
            && !uri.isOpaque()
            && (uri.getRawAuthority() == null || uri.getRawAuthority().isEmpty())
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null;
    if (!plain) {
      throw forbidden(uri);
    }
    try {
      return Path.of(uri).normalize();
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw forbidden(uri);
    }
  }

  private static byte[] content(Path file, URI uri) throws IOException, RejectedEventException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new RejectedEventException(
            Reason.IMAGE_TOO_LARGE, Stage.ENCODE, uri + ": more than " + MAX_BYTES + " bytes");
      }
      return bytes;
    }
  }

  private RejectedEventException missing(Path named, URI uri) {
    for (Path root : roots) {
      if (!Files.isDirectory(root)) {
        throw new WorkerFaultException("image root " + root + " has gone");
      }
    }
    // Outside the roots nobody learns which files exist.
    boolean mayKnow = roots.stream().anyMatch(named::startsWith);
    return mayKnow ? unreadable(uri, "no such file") : forbidden(uri);
  }

  private static RejectedEventException forbidden(URI uri) {
    return new RejectedEventException(
        Reason.FORBIDDEN_LOCATION,
        Stage.ENCODE,
        uri + ": images may only come from file: URIs under the worker's --image-root folders");
  }

  private static RejectedEventException unreadable(URI uri, String why) {
    return new RejectedEventException(Reason.UNREADABLE_IMAGE, Stage.ENCODE, uri + ": " + why);
  }
}
