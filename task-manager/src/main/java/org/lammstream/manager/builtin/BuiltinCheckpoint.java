package org.lammstream.manager.builtin;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The small CLIP checkpoint that comes with the program, as a folder like any other.
 *
 * <p>It was made by {@code lamm pretrain --output DIR} with its defaults, and the same command
 * makes the same files again.
 */
public final class BuiltinCheckpoint {

  private static final List<String> FILES =
      List.of("config.json", "model.safetensors", "tokenizer.json", "preprocessor_config.json");

  private BuiltinCheckpoint() {}

  /**
   * Copies the checkpoint's files into the folder, which is made if it does not exist; files of the
   * same names are replaced.
   *
   * @return the folder
   */
  public static Path extractTo(Path folder) {
    try {
      Files.createDirectories(folder);
      for (String name : FILES) {
        try (InputStream file =
            BuiltinCheckpoint.class.getResourceAsStream("/builtin/checkpoint/" + name)) {
          if (file == null) {
            throw new FileNotFoundException(name + " is missing from the program's own files");
          }
          Files.copy(file, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack the built-in checkpoint into " + folder, e);
    }
  }
}
