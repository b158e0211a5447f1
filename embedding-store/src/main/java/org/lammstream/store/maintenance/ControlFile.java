package org.lammstream.store.maintenance;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The file {@code CONTROL} of a store: says which process takes requests, and where. Written by the
 * process that holds the store; after a crash it stays behind and leads nowhere.
 *
 * @param schemaVersion 1
 * @param pid id of the process
 * @param socket path of its socket
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ControlFile(int schemaVersion, long pid, String socket) {

  private static final String NAME = "CONTROL";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static ControlFile of(Path socket) {
    return new ControlFile(1, ProcessHandle.current().pid(), socket.toString());
  }

  /** Empty if there is none, or one that cannot be read: it is of no use then. */
  static Optional<ControlFile> read(Path store) throws IOException {
    try {
      return Optional.of(
          MAPPER.readValue(Files.readAllBytes(store.resolve(NAME)), ControlFile.class));
    } catch (NoSuchFileException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Replaces the file in one step, so that nobody reads half of it. */
  void write(Path store) throws IOException {
    Path temporary = store.resolve(NAME + ".tmp");
    Files.write(temporary, MAPPER.writeValueAsBytes(this));
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
    Files.move(temporary, store.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes the file if it is this one. */
  void delete(Path store) throws IOException {
    if (read(store).filter(this::equals).isPresent()) {
      Files.deleteIfExists(store.resolve(NAME));
    }
  }
}
