package org.lammstream.manager.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.evaluation.Classification;
import org.lammstream.evaluation.stored.VersionWeights;
import org.lammstream.manager.fixtures.SampleImages;
import org.lammstream.manager.fixtures.SampleVersions;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.Version;
import org.lammstream.store.VisualState;

/** A Python without any package reads what was exported, by the format's description alone. */
class PythonReadsExportsTest {

  /** Prints, per class, its name and the bits of its numbers in hex. */
  private static final String SCRIPT =
      """
      import json, struct, sys
      folder = sys.argv[1]

      def load(name):
          with open(folder + "/" + name, "rb") as file:
              length = struct.unpack("<Q", file.read(8))[0]
              header = json.loads(file.read(length))
              data = file.read()
          tensors = {}
          for key, entry in header.items():
              if key != "__metadata__":
                  begin, end = entry["data_offsets"]
                  code, size = {"F32": ("I", 4), "F64": ("Q", 8), "I64": ("q", 8)}[entry["dtype"]]
                  flat = struct.unpack("<%d%s" % ((end - begin) // size, code), data[begin:end])
                  rows = entry["shape"][0] if entry["shape"] else 1
                  width = len(flat) // rows
                  tensors[key] = [flat[i * width:(i + 1) * width] for i in range(rows)]
          return tensors

      def bits(rows):
          return "".join("%08x" % value for row in rows for value in row)

      version, head = load("version.safetensors"), load("head.safetensors")
      described = json.load(open(folder + "/version.json", encoding="utf-8"))
      names = json.load(open(folder + "/head.json", encoding="utf-8"))["classes"]
      offsets = [row[0] for row in version["label_offsets"]]
      for c, entry in enumerate(described["classes"]):
          rows = slice(offsets[c], offsets[c + 1])
          prototype = version["image_prototypes"][c:c + 1] if entry["hasImagePrototype"] else []
          print(entry["name"], names[c], bits(version["label_embeddings"][rows]),
                bits(version["anchors"][rows]), bits(version["text_features"][c:c + 1]),
                bits(version["zero_shot_text_features"][c:c + 1]), bits(prototype),
                bits(head["text_features"][c:c + 1]), entry["tailTokenIds"], sep="|")
      if "images" in described:
          def wide(rows):
              return "".join("%016x" % value for row in rows for value in row)

          def number(value):
              return struct.unpack("<f", struct.pack("<I", value))[0]

          print(wide(version["image_sums"]), wide(version["gram"]),
                wide(version["scatter"]), described["images"]["counts"],
                described["images"]["scoring"]["head"], sep="|")
          image = [float(word) for word in sys.argv[2:]]
          if "expansion" in head:
              columns = zip(*head["expansion"])
              image += [max(0, sum(x * number(w) for x, w in zip(image, column)))
                        for column in list(columns)]
          print(*(sum(x * number(w) for x, w in zip(image, row)) + number(bias[0])
                  for row, bias in zip(head["class_weights"], head["class_biases"])))
      """;

  private final Path folder;

  PythonReadsExportsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void everyNumberArrivesBitForBit() throws Exception {
    Version version;
    try (EmbeddingStore store = EmbeddingStore.open(folder.resolve("store"))) {
      SampleVersions.add(store, "birds", "vögel", 8);
      SampleVersions.add(store, "birds", "owls", 9, 6);
      version = SampleVersions.add(store, "birds", "gulls", 5, 4, 7);
    }
    VersionExport.write(version, List.of(), Optional.empty(), folder.resolve("export"), false);
    List<String> expected = new ArrayList<>();
    for (ClassEmbedding entry : version.classes()) {
      expected.add(
          String.join(
              "|",
              entry.name(),
              entry.name(),
              bits(entry.labelEmbedding()),
              bits(entry.anchor()),
              bits(entry.textFeature()),
              bits(entry.zeroShotTextFeature()),
              bits(entry.imagePrototype()),
              bits(entry.textFeature()),
              java.util.Arrays.toString(entry.tailTokenIds())));
    }
    assertThat(python(folder.resolve("export"))).containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9})
  void anImageGetsTheScoresThatTheLearnerGivesIt(int expansion) throws Exception {
    Version version;
    try (EmbeddingStore store = EmbeddingStore.open(folder.resolve("store"))) {
      SampleVersions.add(store, "birds", "vögel", 8);
      Version plain = SampleVersions.add(store, "birds", "owls", 9, 6);
      version = SampleImages.counted(plain, SampleImages.scoring(expansion));
    }
    VersionExport.write(version, List.of(), Optional.empty(), folder.resolve("export"), false);
    float[] image = SampleImages.features("an image", 1);
    List<String> lines = python(folder.resolve("export"), image);
    StringBuilder sums = new StringBuilder();
    version.classes().forEach(entry -> sums.append(bits(entry.images().sum())));
    VisualState visual = version.visual().orElseThrow();
    assertThat(lines)
        .contains(
            String.join("|", sums, bits(visual.gram()), bits(visual.scatter()), "[7, 7]", "RIDGE"));
    float[] scores =
        new Classification(VersionWeights.of(version, SampleVersions.DIMENSION)).scores(image, 0);
    String[] read = lines.get(lines.size() - 1).split(" ");
    assertThat(read).hasSameSizeAs(scores);
    for (int c = 0; c < scores.length; c++) {
      assertThat(Double.parseDouble(read[c])).isCloseTo(scores[c], within(1e-5));
    }
  }

  private static String bits(double[] values) {
    StringBuilder hex = new StringBuilder();
    for (double value : values) {
      hex.append("%016x".formatted(Double.doubleToRawLongBits(value)));
    }
    return hex.toString();
  }

  private static String bits(float[] values) {
    StringBuilder hex = new StringBuilder();
    for (float value : values) {
      hex.append("%08x".formatted(Float.floatToRawIntBits(value)));
    }
    return hex.toString();
  }

  private List<String> python(Path export, float... image)
      throws IOException, InterruptedException {
    Path script = Files.writeString(folder.resolve("read.py"), SCRIPT);
    List<String> command = new ArrayList<>(List.of("python3", script.toString()));
    command.add(export.toString());
    for (float value : image) {
      command.add(Float.toString(value));
    }
    Process process = start(command);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out.lines().toList();
  }

  private static Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    try {
      return builder.start();
    } catch (IOException e) {
      String message = "python3 is not on the PATH: " + e.getMessage();
      if ("true".equals(System.getenv("CI"))) {
        Assertions.fail(message);
      }
      Assumptions.abort(message);
      throw e;
    }
  }
}
