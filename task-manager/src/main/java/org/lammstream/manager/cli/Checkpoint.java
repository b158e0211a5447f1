package org.lammstream.manager.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.lammstream.manager.builtin.BuiltinCheckpoint;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;

/**
 * What {@code --checkpoint} names: a folder, or by the word {@value #BUILTIN} the small checkpoint
 * that comes with the program. A folder of that name is given as {@code ./builtin}.
 */
public final class Checkpoint {
  /** Stands for the checkpoint that comes with the program. */
  static final String BUILTIN = "builtin";

  /** The built-in checkpoint's name in versions and reports. */
  static final String BUILTIN_NAME = "drawn-clip";

  /** For the help of {@code --checkpoint}. */
  public static final String DESCRIPTION =
      "CLIP checkpoint in Hugging Face layout, or the word 'builtin' for the small one that comes"
          + " with the program.";

  private Checkpoint() {}

  /** Loads it; of the built-in one no file is left behind. */
  public static ClipModel load(Path named, ComputeDevice device) {
    if (!named.toString().equals(BUILTIN)) {
      return ClipModel.load(named, device);
    }
    AtomicReference<ClipModel> loaded = new AtomicReference<>();
    try {
      inFolder(named, folder -> loaded.set(ClipModel.load(folder, device)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack the built-in checkpoint", e);
    }
    return Optional.ofNullable(loaded.get()).orElseThrow();
  }

  /** What is done with a checkpoint's files. */
  @FunctionalInterface
  public interface Use {
    /** Does it, with nothing kept of the folder. */
    void of(Path folder) throws IOException;
  }

  /** Uses its folder; that of the built-in one is there only meanwhile. */
  public static void inFolder(Path named, Use use) throws IOException {
    if (!named.toString().equals(BUILTIN)) {
      use.of(named);
      return;
    }
    Path folder = Files.createTempDirectory("lamm-checkpoint-");
    try {
      use.of(BuiltinCheckpoint.extractTo(folder.resolve(BUILTIN_NAME)));
    } finally {
      StreamJob.delete(folder);
    }
  }
}
