package org.lammstream.manager.cli.experiment.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.lammstream.manager.builtin.BuiltinData;
import org.lammstream.manager.cli.Terminal;

/**
 * Experiments on pictures that the program draws, with its own checkpoint.
 *
 * @param root of the images
 */
record DrawnExperiment(Path root) {
  static final List<String> CLASSES =
      BuiltinData.newClasses().subList(0, 5).stream().sorted().toList();
  static final int TRAIN = 10;
  static final int TEST = 3;

  /** Draws the images: five classes in {@code train} and {@code test}. */
  static DrawnExperiment in(Path root) {
    BuiltinData.writeImages(root, CLASSES, TRAIN, TEST, 1);
    return new DrawnExperiment(root);
  }

  /** Runs a protocol on the images; later options win over none. */
  Terminal run(String protocol, Path output, String... options) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "experiment",
                protocol,
                "--root=" + root,
                "--checkpoint=builtin",
                "--output=" + output,
                "--device=cpu"));
    args.addAll(List.of(options));
    return Terminal.lamm(args.toArray());
  }

  /** Runs a protocol that must succeed. */
  static void ok(Terminal ended) {
    assertThat(ended.code()).as(ended.err()).isZero();
  }

  /** All results, sorted by path. */
  static List<Path> results(Path output) throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  /** One result. */
  static JsonNode result(Path output, String path) throws IOException {
    return new JsonMapper().readTree(output.resolve(path).toFile());
  }

  /** A file of the output as text. */
  static String text(Path output, String file) throws IOException {
    return Files.readString(output.resolve(file));
  }
}
