package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.cli.Terminal.lamm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before a model is loaded or a broker asked. */
class HttpOptionsTest {
  private final Path folder;

  HttpOptionsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Terminal worker(Map<String, String> environment, Object... more) {
    Object[] first = {
      "worker", "--bootstrap", "127.0.0.1:1", "--checkpoint", folder, "--store", folder
    };
    Object[] all = new Object[first.length + more.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return lamm(environment, all);
  }

  private static void assertRefused(Terminal seen, String... words) {
    assertThat(seen.code()).isEqualTo(1);
    assertThat(seen.errorLines()).singleElement().asString().contains(words);
  }

  @Test
  void anAddressThatOthersReachNeedsAToken() {
    assertRefused(
        worker(Map.of(), "--http", "0.0.0.0:8080"),
        "lamm: --http 0.0.0.0:8080: other machines can reach this address",
        "--http-token-file",
        "LAMM_HTTP_TOKEN");
    assertRefused(
        worker(Map.of("LAMM_HTTP_TOKEN", "short"), "--http", "0.0.0.0:8080"), "only 5 characters");
    assertRefused(worker(Map.of("LAMM_HTTP", "here"), "--seed", 1), "--http: 'here' is no address");
  }

  @Test
  void aTokenFileThatCannotBeUsedIsNamedAndNotShown() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "se cret-and-long-enough");
    Terminal seen = worker(Map.of(), "--http", "127.0.0.1:0", "--http-token-file", file);
    assertRefused(seen, "--http-token-file " + file, "visible ASCII");
    assertThat(seen.err()).doesNotContain("cret");
    assertRefused(
        worker(Map.of(), "--http", "127.0.0.1:0", "--http-token-file", folder.resolve("none")),
        "no such file");
    Files.write(file, new byte[5000]);
    assertRefused(
        worker(Map.of(), "--http", "127.0.0.1:0", "--http-token-file", file), "too large");
  }

  @Test
  void aNumberOfThumbnailsThatIsTooLargeIsRefused() {
    assertRefused(
        worker(Map.of(), "--http", "127.0.0.1:0", "--thumbnails", 101),
        "--thumbnails 101: a number from 0 to 100 is needed");
    assertRefused(
        worker(Map.of("LAMM_THUMBNAILS", "-1"), "--http", "127.0.0.1:0"), "--thumbnails -1");
  }
}
